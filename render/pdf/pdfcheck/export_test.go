package pdfcheck

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sort"
	"strings"
)

// Replace writes a file anew, without compression, with the first occurrence of old in its objects and streams
// replaced. It is how tests break a file.
func Replace(data []byte, old, new string) ([]byte, error) {
	d, err := read(data)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	done := false
	change := func(s string) string {
		if !done && strings.Contains(s, old) {
			done = true
			return strings.Replace(s, old, new, 1)
		}
		return s
	}
	var numbers []int
	for n := range d.places {
		numbers = append(numbers, n)
	}
	sort.Ints(numbers)
	offsets := make([]int, len(numbers)+1)
	for _, n := range numbers {
		v := d.object(n)
		s, isStream := v.(*stream)
		if v == nil || isStream && (s.dict["Type"] == name("ObjStm") || s.dict["Type"] == name("XRef")) {
			continue
		}
		offsets[n] = out.Len()
		if !isStream {
			fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n, change(format(v)))
			continue
		}
		body := s.raw
		dc := dict{}
		for k, e := range s.dict {
			dc[k] = e
		}
		if s.dict["Filter"] == name("FlateDecode") {
			if body, err = d.bytes(s); err != nil {
				return nil, err
			}
			delete(dc, "Filter")
		}
		body = []byte(change(string(body)))
		dc["Length"] = float64(len(body))
		fmt.Fprintf(&out, "%d 0 obj\n%sstream\n%s\nendstream\nendobj\n", n, change(format(dc)), body)
	}
	start := out.Len()
	offsets[len(offsets)-1] = start
	var table []byte
	for _, o := range offsets {
		kind := byte(1)
		if o == 0 {
			kind = 0
		}
		table = append(binary.BigEndian.AppendUint32(append(table, kind), uint32(o)), 0, 0)
	}
	trailer := dict{"Type": name("XRef"), "Root": d.trailer["Root"], "Info": d.trailer["Info"], "ID": d.trailer["ID"], "Length": float64(len(table))}
	fmt.Fprintf(&out, "%d 0 obj\n%sstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", len(offsets)-1, change(format(trailer)), table, start)
	if !done {
		return nil, fmt.Errorf("%q is not in the file", old)
	}
	return out.Bytes(), nil
}

// format writes an object.
func format(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case name:
		return "/" + string(v)
	case text:
		if strings.IndexFunc(string(v), func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
			return fmt.Sprintf("<%x>", string(v))
		}
		return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(string(v)) + ")"
	case ref:
		return fmt.Sprintf("%d 0 R", int(v))
	case array:
		var parts []string
		for _, e := range v {
			parts = append(parts, format(e))
		}
		return "[" + join(parts) + "]"
	case dict:
		var keys []string
		for k := range v {
			keys = append(keys, string(k))
		}
		sort.Strings(keys)
		s := "<<"
		for _, k := range keys {
			e := format(v[name(k)])
			if strings.ContainsAny(e[:1], "/[<(") {
				s += "/" + k + e
			} else {
				s += "/" + k + " " + e
			}
		}
		return s + ">>"
	}
	return fmt.Sprint(v)
}

// join puts a blank between parts that would run together.
func join(parts []string) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 && !strings.ContainsAny(p[:1], "/[<(") {
			b.WriteByte(' ')
		}
		b.WriteString(p)
	}
	return b.String()
}
