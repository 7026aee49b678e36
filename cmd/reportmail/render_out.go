package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"reportmail/cmd/internal/batch"
	"reportmail/cmd/internal/files"
	"reportmail/selection"
	"reportmail/send/message"
)

// Files of a document's folder below --out.
const (
	messageFile  = "message.eml"
	documentFile = "document.txt" // whose folder it is, where nothing is mailed
)

// writeFiles writes what a document became into a folder of its own. What its profile would save or print lies below it,
// unless this is the run that does so.
func (b *batchRun) writeFiles(res batch.Result) error {
	for _, m := range res.Mails {
		outputs, err := outputsOf(m)
		if err != nil {
			return err
		}
		for _, s := range m.Saves {
			for _, f := range s.Files {
				if b.saves == nil {
					outputs[filepath.Join(s.Way(), f.Name)] = f.Data
				}
			}
		}
		dir := b.folder(m)
		for _, file := range slices.Sorted(maps.Keys(outputs)) {
			path := filepath.Join(dir, file)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			if err := files.Write(path, outputs[file], io.Discard); err != nil {
				return err
			}
		}
	}
	return nil
}

// outputsOf are the files of a message by name: its body, attachments, and the message itself.
func outputsOf(m batch.Rendered) (map[string][]byte, error) {
	outputs := map[string][]byte{"body.txt": m.Text}
	if m.HTML != nil {
		outputs["body.html"] = withPictures(m, outputs)
	}
	for _, a := range m.Files {
		outputs[a.Name] = a.Data
	}
	if m.Message == nil {
		outputs[documentFile] = []byte(m.Key + "\n")
		return outputs, nil
	}
	var eml bytes.Buffer
	err := m.Message.Write(&eml)
	outputs[messageFile] = eml.Bytes()
	return outputs, err
}

// folder is where a message's files go: named by its document's number, and numbered where the name is taken in this run
// or by another document of an earlier one.
func (b *batchRun) folder(m batch.Rendered) string {
	number := selection.SafeFileName(m.Mail.Document.Number, "document")
	name := number
	for n := 2; ; n++ {
		dir := filepath.Join(b.f.out, name)
		if whose := ownerOf(dir); !b.names[strings.ToLower(name)] && (whose == "" || whose == m.Key) {
			b.names[strings.ToLower(name)] = true
			return dir
		}
		name = fmt.Sprintf("%s (%d)", number, n)
	}
}

// ownerOf is the key of the document that a folder of --out was written for; "" is nobody's.
func ownerOf(dir string) string {
	if key, err := os.ReadFile(filepath.Join(dir, documentFile)); err == nil {
		return strings.TrimSpace(string(key))
	}
	f, err := os.Open(filepath.Join(dir, messageFile))
	if err != nil {
		return ""
	}
	defer f.Close()
	m, err := message.Open(f)
	if err != nil {
		return ""
	}
	return m.Routing.Key
}

// withPictures is the body as a browser shows it: its pictures become files beside it instead of parts of the message.
func withPictures(m batch.Rendered, outputs map[string][]byte) []byte {
	body := m.HTML
	for i, img := range m.Images {
		name := fmt.Sprintf("picture%d%s", i+1, filepath.Ext(img.Name))
		body = bytes.ReplaceAll(body, []byte(`"cid:`+img.CID+`"`), []byte(`"`+name+`"`))
		outputs[name] = img.Data
	}
	return body
}
