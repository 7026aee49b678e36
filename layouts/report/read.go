package report

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

//go:embed datasets/*.txt
var datasets embed.FS

// Find gives the report with this number; an error when the program does not know it.
func Find(id int) (*Report, error) {
	text, err := datasets.ReadFile(path.Join("datasets", strconv.Itoa(id)+".txt"))
	if err != nil {
		return nil, fmt.Errorf("report %d: its dataset is not known here", id)
	}
	r, err := parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("dataset of report %d: %w", id, err)
	}
	return r, nil
}

// IDs are the numbers of the reports that Find knows, ascending.
func IDs() []int {
	entries, _ := datasets.ReadDir("datasets")
	var ids []int
	for _, e := range entries {
		if id, err := strconv.Atoi(strings.TrimSuffix(e.Name(), ".txt")); err == nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// parse reads a dataset description: a first line "report ID NAME", then one line "Item:" for each data item, indented
// below the item it belongs to by two spaces, and its columns as words on the lines after it.
func parse(text string) (*Report, error) {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	r := new(Report)
	if _, err := fmt.Sscanf(lines[0], "report %d %s", &r.ID, &r.Name); err != nil {
		return nil, fmt.Errorf("line 1: want \"report ID NAME\": %w", err)
	}
	var open []*Item // items that enclose the line, root first
	for n, line := range lines[1:] {
		words := strings.TrimLeft(line, " ")
		depth := (len(line) - len(words)) / 2
		name, isItem := strings.CutSuffix(words, ":")
		if depth > len(open) || !isItem && depth == 0 {
			return nil, fmt.Errorf("line %d: indented deeper than the item above it", n+2)
		}
		if !isItem {
			item := open[depth-1]
			item.Columns = append(item.Columns, strings.Fields(words)...)
			continue
		}
		item := &Item{Name: name}
		if open = open[:depth]; depth == 0 {
			r.Items = append(r.Items, item)
		} else {
			open[depth-1].Items = append(open[depth-1].Items, item)
		}
		open = append(open, item)
	}
	return r, nil
}
