package account

import (
	"cmp"
	"maps"
	"net"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/nearest"
	"reportmail/internal/yamledit"
)

// mapping reads the keys of n by a table; a key that is not in it is a fault.
func mapping[T any](r *reader, n *yaml.Node, into *T, fields map[string]field[T]) {
	n = yamledit.Resolved(n)
	if n.Kind != yaml.MappingNode {
		r.fault(n, "", "expected keys and values here")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], yamledit.Resolved(n.Content[i+1])
		read, ok := fields[key.Value]
		if !ok {
			r.fault(key, suggest(key.Value, fields), "unknown key %q", key.Value)
			continue
		}
		if strings.ContainsFunc(strings.TrimSpace(value.Value), unicode.IsControl) { // it would end a line of the header
			r.fault(value, "write it on one line", "%s has a line break or another control character", key.Value)
			continue
		}
		read(r, value, into)
	}
}

// suggest names the known key that a typing error is close to, else all of them.
func suggest[T any](key string, fields map[string]field[T]) string {
	known := slices.Sorted(maps.Keys(fields))
	return cmp.Or(nearest.Hint(key, known), "known are "+strings.Join(known, ", "))
}

func (r *reader) scalar(v *yaml.Node) (string, bool) {
	if v.Kind != yaml.ScalarNode {
		r.fault(v, "", "expected one value here")
		return "", false
	}
	return v.Value, true
}

func (r *reader) text(v *yaml.Node, into *string) {
	if s, ok := r.scalar(v); ok {
		*into = strings.TrimSpace(s)
	}
}

func (r *reader) texts(v *yaml.Node, into *[]string, allowed ...string) {
	items := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		items = v.Content
	}
	for _, n := range items {
		s, ok := r.scalar(yamledit.Resolved(n))
		if !ok {
			continue
		}
		if len(allowed) > 0 && !slices.Contains(allowed, s) {
			r.fault(n, "use "+strings.Join(allowed, ", "), "%q is not possible here", s)
			continue
		}
		*into = append(*into, s)
	}
}

func (r *reader) boolean(v *yaml.Node, into *bool) {
	s, ok := r.scalar(v)
	if !ok {
		return
	}
	switch strings.ToLower(s) {
	case "true", "yes", "on":
		*into = true
	case "false", "no", "off":
		*into = false
	default:
		r.fault(v, "write true or false", "%q is neither true nor false", s)
	}
}

func (r *reader) count(v *yaml.Node, into *int) {
	s, ok := r.scalar(v)
	if !ok {
		return
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		r.fault(v, "", "%q is not a number of 0 or more", s)
		return
	}
	*into = n
}

func (r *reader) port(v *yaml.Node, into *int) {
	r.count(v, into)
	r.range_(v, "port", *into, 1, 65535)
}

func (r *reader) range_(v *yaml.Node, what string, n, low, high int) {
	if n < low || n > high {
		r.fault(v, "", "%s is %d; it must be %d to %d", what, n, low, high)
	}
}

func (r *reader) duration(v *yaml.Node, into *time.Duration) {
	s, ok := r.scalar(v)
	if !ok {
		return
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		r.fault(v, "write 90s, 30m or 24h", "%q is not a duration", s)
		return
	}
	*into = d
}

func (r *reader) secret(v *yaml.Node, into *Secret) {
	s, ok := r.scalar(v)
	if !ok {
		return
	}
	if _, _, ok := Secret(s).parse(); !ok {
		r.fault(v, "write env:NAME, file:PATH or store:NAME, and put the secret there", "a secret in plain text")
		return
	}
	*into = Secret(s)
}

func (r *reader) address(v *yaml.Node, into *string) {
	s, ok := r.scalar(v)
	if !ok {
		return
	}
	s = strings.TrimSpace(s)
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != strings.Trim(s, "<>") || !fullDomain(a.Address) {
		r.fault(v, "write it as name@example.com", "%q is not an address", s)
		return
	}
	*into = a.Address
}

// fullDomain asks for a top-level domain of two characters or more (spec of
// Business Central's address check; RFC 5321 2.3.5 wants full names).
func fullDomain(address string) bool {
	domain := address[strings.LastIndexByte(address, '@')+1:]
	dot := strings.LastIndexByte(domain, '.')
	return dot > 0 && len(domain)-dot > 2
}

// server takes a host name, forgives a pasted URL, and knows Microsoft's by a
// word.
func (r *reader) server(v *yaml.Node, s *SMTPSettings) {
	r.text(v, &s.Server)
	if s.Server == string(Microsoft365) {
		s.Server, s.Port, s.Security = Microsoft365Server, submission, StartTLS
		return
	}
	for _, prefix := range []string{"http://", "https://", "smtp://", "smtps://"} {
		s.Server = strings.TrimPrefix(s.Server, prefix)
	}
	s.Server = strings.TrimSuffix(s.Server, "/")
	if strings.ContainsAny(s.Server, " /@") || strings.Contains(s.Server, ":") && net.ParseIP(s.Server) == nil {
		r.fault(v, "write the host name alone; the port has a key of its own", "%q is not a server", s.Server)
	}
}

func (r *reader) url(v *yaml.Node, into *string) {
	r.text(v, into)
	if u, err := url.Parse(*into); err != nil || u.Scheme == "" || u.Host == "" {
		r.fault(v, "", "%q is not a URL", *into)
	}
}

func oneOf[T ~string](r *reader, v *yaml.Node, into *T, allowed ...T) {
	s, ok := r.scalar(v)
	if !ok {
		return
	}
	if !slices.Contains(allowed, T(s)) {
		names := make([]string, len(allowed))
		for i, a := range allowed {
			names[i] = string(a)
		}
		r.fault(v, "use "+strings.Join(names, ", "), "%q is not possible here", s)
		return
	}
	*into = T(s)
}

func local(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
