// Package pdfcheck reads a PDF back and says where it breaks the rules that render/pdf promises to keep: PDF/A-3b
// (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), as far as a file of ours can break them.
//
// It is for tests: it knows the constructs that the native engine writes, not every PDF, and it is no replacement for a
// validator of the whole standards.
package pdfcheck

import "fmt"

// Violation is one broken rule.
type Violation struct {
	Rule   string // name of the rule
	Clause string // of the standard
	What   string
}

func (v Violation) String() string { return fmt.Sprintf("%s (%s): %s", v.Rule, v.Clause, v.What) }

// rule is one thing to check; it reports through the document.
type rule struct {
	name, clause string
	check        func(d *document, report func(format string, args ...any))
}

// rules are checked in this order.
var rules = []rule{
	{"header", "19005-3 6.1.2", checkHeader},
	{"identifier", "19005-3 6.1.3", checkIdentifier},
	{"metadata", "19005-3 6.6.2", checkMetadata},
	{"information", "19005-3 6.6.3", checkInformation},
	{"output intent", "19005-3 6.2.3", checkOutputIntent},
	{"fonts", "19005-3 6.2.11", checkFonts},
	{"pictures", "19005-3 6.2.8", checkPictures},
	{"attachments", "19005-3 6.8", checkAttachments},
	{"annotations", "19005-3 6.3", checkAnnotations},
	{"catalog", "14289-1 7.1", checkCatalog},
	{"content", "14289-1 7.1", checkContent},
	{"parent tree", "32000-1 14.7.4.4", checkParentTree},
	{"structure", "14289-1 7.2", checkStructure},
	{"headings", "14289-1 7.4.2", checkHeadings},
	{"tables", "14289-1 7.5", checkTables},
	{"figures", "14289-1 7.3", checkFigures},
	{"links", "14289-1 7.18.5", checkLinks},
}

// Check reads a file and lists the rules it breaks; a file that cannot be read is an error.
func Check(data []byte) ([]Violation, error) {
	d, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("read PDF: %w", err)
	}
	var list []Violation
	for _, r := range rules {
		r.check(d, func(format string, args ...any) {
			list = append(list, Violation{r.name, r.clause, fmt.Sprintf(format, args...)})
		})
	}
	return list, nil
}
