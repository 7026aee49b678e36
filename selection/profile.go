package selection

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
	"reportmail/internal/yamlread"
)

// Profile is a document sending profile (Business Central's table 60): by which ways the documents of an account leave,
// and in which form. The zero Profile is a mail with a PDF for each document.
type Profile struct {
	Code      string   `yaml:"code"`
	Default   bool     `yaml:"default"`
	Email     *bool    `yaml:"email"`     // nil: yes
	Format    Format   `yaml:"format"`    // of attachments; empty is pdf
	Combine   bool     `yaml:"combine"`   // one message for all documents of an account and usage in a batch
	Disk      *Folder  `yaml:"disk"`      // files to a folder as well
	Print     *Folder  `yaml:"print"`     // PDFs for a printer that watches a folder
	EDocument string   `yaml:"edocument"` // attach: the electronic document goes along; embed: inside the PDF; empty: not at all
	Customers []string `yaml:"customers"` // whose documents leave so
	Vendors   []string `yaml:"vendors"`

	line int
}

// Folder is a place on disk that documents are saved to.
type Folder struct {
	Folder string `yaml:"folder"` // relative to the workspace
	Format Format `yaml:"format"` // empty is pdf
}

// Format is what a document becomes as a file.
type Format string

const (
	PDF  Format = "pdf"
	Word Format = "word"
	Both Format = "both"
)

// Mails tells whether documents of the profile are mailed.
func (p Profile) Mails() bool { return p.Email == nil || *p.Email }

// Extensions are the file formats that f stands for; own is the format of the attachment itself.
func (f Format) extensions(own string) []string {
	switch f {
	case Word:
		return []string{"docx"}
	case Both:
		return []string{"pdf", "docx"}
	case PDF:
		return []string{"pdf"}
	}
	return []string{cmpOr(own, "pdf")}
}

// Profiles are the sending profiles of a workspace.
type Profiles []Profile

// For is the profile of a document's account, else the default one, else the zero Profile.
func (ps Profiles) For(a Account) Profile {
	var fallback Profile
	for _, p := range ps {
		if a.Kind != Vendor && slices.Contains(p.Customers, a.No) || a.Kind == Vendor && slices.Contains(p.Vendors, a.No) {
			return p
		}
		if p.Default {
			fallback = p
		}
	}
	return fallback
}

// LoadProfiles reads the list under "profiles:" of reportmail.yaml. All faults are reported at once, as *yamlread.Error
// values joined.
func LoadProfiles(file string, n *yaml.Node) (Profiles, error) {
	var ps Profiles
	err := yamlread.Node(file, n, &ps)
	for i := range ps {
		ps[i].line = lineOf(n, i)
	}
	return ps, errors.Join(err, ps.check(file))
}

// itemOf is the i-th item of a list, or the list when it has none.
func itemOf(list *yaml.Node, i int) *yaml.Node {
	if list = yamledit.Resolved(list); i < len(list.Content) {
		return yamledit.Resolved(list.Content[i])
	}
	return list
}

// lineOf is the line of the i-th item of a list.
func lineOf(list *yaml.Node, i int) int { return itemOf(list, i).Line }

// lineAt is the line of the value of a key, or of the mapping when it has none.
func lineAt(mapping *yaml.Node, key string) int {
	if v := yamledit.Value(mapping, key); v != nil {
		return v.Line
	}
	return mapping.Line
}

// check finds faults in profiles, all of them.
func (ps Profiles) check(file string) error {
	var faults []error
	line := 0
	add := func(format string, args ...any) {
		faults = append(faults, &yamlread.Error{File: file, Line: line, Msg: fmt.Sprintf(format, args...)})
	}
	codes, whose, defaults := map[string]bool{}, map[string]string{}, 0
	for i, p := range ps {
		line = p.line
		if p.Code == "" {
			add("profile %d has no code", i+1)
		}
		if codes[p.Code] {
			add("profile %s stands there twice", p.Code)
		}
		codes[p.Code] = true
		if p.Default {
			defaults++
		}
		if !p.Mails() && p.Disk == nil && p.Print == nil {
			add("profile %s sends nothing: no mail, no disk, no print", p.Code)
		}
		for _, f := range []Format{p.Format, format(p.Disk), format(p.Print)} {
			if f != "" && f != PDF && f != Word && f != Both {
				add("profile %s: format %q is none of pdf, word, both", p.Code, f)
			}
		}
		if p.Print != nil && p.Print.Format != "" && p.Print.Format != PDF {
			add("profile %s: only pdf can be printed", p.Code)
		}
		for _, f := range []*Folder{p.Disk, p.Print} {
			if f != nil && strings.TrimSpace(f.Folder) == "" {
				add("profile %s: a folder is missing", p.Code)
			}
		}
		if e := p.EDocument; e != "" && e != "attach" && e != "embed" {
			add("profile %s: edocument %q is neither attach nor embed", p.Code, e)
		}
		for kind, list := range map[string][]string{"customer": p.Customers, "vendor": p.Vendors} {
			for _, no := range list {
				if other := whose[kind+no]; other != "" {
					add("%s %s is in profiles %s and %s", kind, no, other, p.Code)
				}
				whose[kind+no] = p.Code
			}
		}
	}
	if defaults > 1 {
		add("%d profiles are the default one", defaults)
	}
	return errors.Join(faults...)
}

func format(f *Folder) Format {
	if f == nil {
		return ""
	}
	return f.Format
}

// Apply gives the files of a decided message the forms that the profile says.
func (p Profile) Apply(m Mail) Mail {
	var files []File
	for _, f := range m.Attachments {
		stem := strings.TrimSuffix(f.Name, "."+f.Format)
		for _, ext := range p.Format.extensions(f.Format) {
			files = append(files, File{Layout: f.Layout, Format: ext, Name: stem + "." + ext})
		}
	}
	m.Attachments, m.Profile = unique(files), p
	return m
}

// unique numbers the names that files of one message or folder share, without regard to case: "Invoice (2).pdf".
func unique(files []File) []File {
	taken := map[string]bool{}
	for i, f := range files {
		stem := strings.TrimSuffix(f.Name, "."+f.Format)
		for n := 2; taken[strings.ToLower(files[i].Name)]; n++ {
			files[i].Name = fmt.Sprintf("%s (%d).%s", stem, n, f.Format)
		}
		taken[strings.ToLower(files[i].Name)] = true
	}
	return files
}

// Saved are the files that the profile saves to disk for a message: where, and in which forms.
func (p Profile) Saved(m Mail) []Save {
	var out []Save
	for _, to := range []*Folder{p.Disk, p.Print} {
		if to == nil {
			continue
		}
		f := to.Format
		if f == "" {
			f = PDF
		}
		s := Save{Folder: to.Folder, Print: to == p.Print}
		seen, several := map[string]bool{}, m.Part > 0 || slices.ContainsFunc(m.Attachments, func(a File) bool { return a.Layout != m.Attachments[0].Layout })
		for _, a := range m.Attachments {
			for _, ext := range f.extensions("") {
				if key := a.Layout + "." + ext; !seen[key] {
					seen[key] = true
					s.Files = append(s.Files, File{Layout: a.Layout, Format: ext, Name: diskName(m.Document, a, ext, several)})
				}
			}
		}
		s.Files = unique(s.Files)
		out = append(out, s)
	}
	return out
}

// HasPDF tells whether a PDF is among the files that are mailed, and among those that the profile saves.
func (m Mail) HasPDF() (mailed, saved bool) {
	pdf := func(f File) bool { return f.Format == "pdf" }
	for _, s := range m.Profile.Saved(m) {
		saved = saved || slices.ContainsFunc(s.Files, pdf)
	}
	return slices.ContainsFunc(m.Attachments, pdf), saved
}

// Save is what goes to one folder.
type Save struct {
	Folder string
	Print  bool // for a printer
	Files  []File
}

// diskName is Business Central's name of a file on disk: company, short type, number (spec/reports 2.8); the layout where
// a document has several.
func diskName(d Document, a File, ext string, several bool) string {
	usage := d.usage()
	kind := cmpOr(in(usage.Short, d.Language), in(usage.Type, d.Language))
	name := strings.Trim(d.Company+" - "+kind+" "+d.FullNumber(), " -")
	if several {
		name += " - " + a.Layout
	}
	return SafeFileName(name, "document") + "." + ext
}
