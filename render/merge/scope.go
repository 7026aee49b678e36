package merge

import "reportmail/render/dataset"

// scope is a repeater around a place in the layout. The outermost one has no path and stands for the root of the data.
type scope struct {
	parent *scope
	depth  int
	path   []string // local names from the root of the data
}

// inside is the scope of a repeater over path.
func (s *scope) inside(path []dataset.Step) *scope {
	in := &scope{parent: s, depth: s.depth + 1}
	for _, st := range path {
		in.path = append(in.path, st.Name)
	}
	return in
}

// of finds the innermost scope that path leads out of: the repeater whose current row the path is meant from.
func (s *scope) of(path []dataset.Step) *scope {
	for ; s.parent != nil; s = s.parent {
		if s.holds(path) {
			break
		}
	}
	return s
}

// holds tells whether the scope's path is a proper prefix of path.
func (s *scope) holds(path []dataset.Step) bool {
	if len(s.path) >= len(path) {
		return false
	}
	for i, name := range s.path {
		if path[i].Name != name {
			return false
		}
	}
	return true
}
