package workspace

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"text/template"

	"reportmail/layouts"
	"reportmail/selection"
)

// starter is reportmail.yaml of a fresh workspace.
var starter = template.Must(template.New(ConfigFile).Parse(`# reportmail: who sends, from which accounts, for which documents.
company:
  name: {{.Name}}
  language: {{.Language}}
  domain: {{.Domain}}

# The mark of this workspace. A copy or a checkout in another place holds its mail back until somebody says that it sends.
id: {{.ID}}

# Accounts send. This one writes .eml files to a folder: nothing leaves the machine.
accounts:
  - name: folder
    connector: folder
    address: invoices@{{.Bare}}
    sender_name: {{.Name}}
    folder: {path: outgoing}
    default: true

# Which account serves which scenario; the default account serves all that are not here.
scenarios: {}
`))

// Create makes a workspace in dir and answers the files it made. What is there is left alone.
func Create(dir string, c Company) (made []string, err error) {
	for _, sub := range []string{"", LayoutsDir, TextsDir, AttachmentsDir, PostedDir} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return nil, fmt.Errorf("making a workspace: %w", err)
		}
	}
	var config bytes.Buffer
	w := &Workspace{Dir: dir, Config: Config{ID: rand.Text()}}
	quoted := struct{ ID, Name, Language, Domain, Bare string }{w.Config.ID, strconv.Quote(c.Name), strconv.Quote(c.Language), strconv.Quote(c.Domain), c.Domain}
	if err := starter.Execute(&config, quoted); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{ConfigFile, config.Bytes()}, {SelectionsFile, defaultSelections()}, {".gitignore", []byte("/" + StateDir + "/\n/outgoing/\n")}, {".gitattributes", []byte("/" + GoldenDir + "/** -text\n")}} {
		ok, err := createFile(filepath.Join(dir, f.name), f.data)
		if err != nil {
			return made, fmt.Errorf("making a workspace: %w", err)
		}
		if ok {
			made = append(made, filepath.Join(dir, f.name))
		}
		if ok && f.name == ConfigFile {
			if _, err := w.Settle(); err != nil {
				return made, fmt.Errorf("making a workspace: %w", err)
			}
		}
	}
	return made, nil
}

func createFile(path string, data []byte) (bool, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = f.Write(data)
	return true, errors.Join(err, f.Close())
}

// defaultSelections is selections.yaml with a row for every usage that has built-in layouts.
func defaultSelections() []byte {
	var b bytes.Buffer
	b.WriteString("# Which layouts a document is sent with. Names are built-in layouts (reportmail layouts list) or files in layouts/.\nselections:\n")
	for _, u := range selection.Usages() {
		body, document := builtinFor(u.ID)
		if body == nil && document == nil {
			continue
		}
		fmt.Fprintf(&b, "  %s:\n", u.ID)
		for _, l := range []*layouts.Info{document, body} {
			if l != nil {
				fmt.Fprintf(&b, "    report: %d\n", l.Report)
				break
			}
		}
		switch {
		case body == nil:
		case document != nil && selection.HasText(document.ID): // the report carries no letter text
			fmt.Fprintf(&b, "    body: {layout: %s, controls: {Text: %s}}\n", body.ID, document.ID)
		default:
			fmt.Fprintf(&b, "    body: {layout: %s}\n", body.ID)
		}
		if document != nil {
			fmt.Fprintf(&b, "    attachments: [{layout: %s}]\n", document.ID)
		}
	}
	return b.Bytes()
}

// builtinFor are the built-in layouts of a usage.
func builtinFor(usage string) (body, document *layouts.Info) {
	for _, l := range layouts.Builtin() {
		switch {
		case l.Usage != usage:
		case l.Kind == layouts.Body && body == nil:
			body = &l
		case l.Kind == layouts.Document && document == nil:
			document = &l
		}
	}
	return body, document
}
