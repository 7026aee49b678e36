package batch

import (
	"reportmail/render/diag"
	"reportmail/selection"
)

// Jobs groups posted documents: each by itself, or those that may go out together where the sending profile of their
// account combines them. A group stands where its first document stood. Documents that cannot be read stay by
// themselves, so that their fault is told in its place.
func (r *Renderer) Jobs(files []string) []Job {
	if !r.combines() {
		jobs := make([]Job, len(files))
		for i, f := range files {
			jobs[i] = Job{[]string{f}}
		}
		return jobs
	}
	var jobs []Job
	at := map[string]int{}
	for _, f := range files {
		key := r.together(f)
		if i, known := at[key]; known && key != "" {
			jobs[i].Files = append(jobs[i].Files, f)
			continue
		}
		at[key] = len(jobs)
		jobs = append(jobs, Job{[]string{f}})
	}
	return jobs
}

// together names the group of a posted document; "" is a document that goes out by itself.
func (r *Renderer) together(file string) string {
	if file == "-" {
		return ""
	}
	p, d, err := r.decide(file, nil, new(diag.List))
	profile := r.Workspace.Profiles.For(d.Account)
	if err != nil || !profile.Combine {
		return ""
	}
	if profile.EDocument != "" {
		if _, err := readElectronic(p.mails[0], file); err != nil {
			return ""
		}
	}
	key := ""
	for _, m := range p.mails {
		key += m.Together() + "\x00\x00"
	}
	return key
}

func (r *Renderer) combines() bool {
	for _, p := range r.Workspace.Profiles {
		if p.Combine {
			return true
		}
	}
	return false
}

// once leaves out documents that are there twice, as when one is downloaded under two names.
func once(parts []part, f *diag.List) []part {
	var list []part
	first := map[string]string{} // file, by the document's key
	for _, p := range parts {
		key := keyOf(p.mails[0]).String()
		if file, twice := first[key]; twice {
			f.Warn("document-twice", diag.Where{}, "remove one of the files", "%s holds document %s again, which %s has already: it is left out", p.file, p.mails[0].Document.Number, file)
			continue
		}
		first[key] = p.file
		list = append(list, p)
	}
	return list
}

// combined renders the n-th messages of several documents as one: each with its own files, under one text.
func (r *Renderer) combined(parts []part, n int, f *diag.List) (Rendered, error) {
	var mails []selection.Mail
	for _, p := range parts {
		mails = append(mails, p.mails[n])
	}
	m := selection.Combined(mails)
	if b := mails[0].Body; b != nil && b.Layout != "" {
		f.Info("combined-body", diag.Where{}, "", "layout %s shows one document: the body of %d combined ones is a text that lists them", b.Layout, len(mails))
	}
	out := Rendered{Mail: m}
	msg, err := r.compose(m)
	if err != nil {
		return out, err
	}
	o, err := r.options(m, parts[0], msg, f)
	if err != nil {
		return out, err
	}
	if err := r.body(&out, msg, parts[0].data, o, f); err != nil {
		return out, err
	}
	names := m.Attachments
	for _, p := range parts {
		mine := p.mails[n]
		files := len(mine.Attachments)
		out.Mail.Attachments, names = names[:files], names[files:]
		one, err := r.options(mine, p, msg, f)
		if err != nil {
			return out, err
		}
		out.Mail.Document = mine.Document
		if err := r.files(&out, msg, p, one, f); err != nil {
			return out, err
		}
	}
	out.Mail = m
	return r.close(out, msg)
}
