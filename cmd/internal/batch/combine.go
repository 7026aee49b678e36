package batch

import (
	"reportmail/render/diag"
	"reportmail/selection"
)

// Jobs groups posted documents: each by itself, or those of an account and usage together where its sending profile
// combines them. A group stands where its first document stood. Documents that cannot be read stay by themselves, so
// that their fault is told in its place.
func (r *Renderer) Jobs(files []string) []Job {
	if !r.combines() {
		jobs := make([]Job, len(files))
		for i, f := range files {
			jobs[i] = Job{[]string{f}}
		}
		return jobs
	}
	type group struct {
		account selection.Account
		usage   string
	}
	var jobs []Job
	at := map[group]int{}
	for _, f := range files {
		_, d, err := r.decide(f, nil)
		key := group{selection.Account{Kind: d.Account.Kind, No: d.Account.No}, d.Usage}
		i, known := at[key]
		switch {
		case f == "-" || err != nil || !r.Workspace.Config.Profiles.For(d.Account).Combine:
			jobs = append(jobs, Job{[]string{f}})
		case known:
			jobs[i].Files = append(jobs[i].Files, f)
		default:
			at[key] = len(jobs)
			jobs = append(jobs, Job{[]string{f}})
		}
	}
	return jobs
}

func (r *Renderer) combines() bool {
	for _, p := range r.Workspace.Config.Profiles {
		if p.Combine {
			return true
		}
	}
	return false
}

// combined renders the documents of one account as one message: each with its own files, under one text.
func (r *Renderer) combined(parts []part, f *diag.List) (Rendered, error) {
	var mails []selection.Mail
	for _, p := range parts {
		mails = append(mails, p.mails[0])
	}
	m := selection.Combined(mails)
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
		n := len(p.mails[0].Attachments)
		out.Mail.Attachments, names = names[:n], names[n:]
		one, err := r.options(p.mails[0], p, msg, f)
		if err != nil {
			return out, err
		}
		out.Mail.Document = p.mails[0].Document
		if err := r.files(&out, msg, p, one, f); err != nil {
			return out, err
		}
	}
	out.Mail = m
	return r.close(out, msg)
}
