package main

import (
	"encoding/json"
	"fmt"
	"io"

	"reportmail/render/diag"
)

// reported is what a line of findings is about: a file, or one of several outputs.
type reported struct {
	Document string         `json:"document,omitempty"`
	Findings []diag.Finding `json:"findings"`
}

// printFindings writes findings one a line, or as one JSON object a document. Those that lose nothing are only in the
// JSON.
func printFindings(w io.Writer, document string, list []diag.Finding, asJSON bool) error {
	if asJSON {
		if list == nil {
			list = []diag.Finding{}
		}
		return json.NewEncoder(w).Encode(reported{document, list})
	}
	for _, f := range list {
		if f.Severity == diag.Info {
			continue
		}
		prefix := ""
		if document != "" {
			prefix = document + ": "
		}
		if _, err := fmt.Fprintln(w, prefix+f.String()); err != nil {
			return err
		}
	}
	return nil
}

// grave counts findings of at least a severity.
func grave(list []diag.Finding, at diag.Severity) int {
	n := 0
	for _, f := range list {
		if f.Severity >= at {
			n++
		}
	}
	return n
}
