package scenario

// Attachment is a file that goes along with the messages of a scenario.
type Attachment struct {
	// File is its path in the workspace's folder of attachments, with slashes.
	File string `yaml:"file"`
	// Default attaches it to every message of the scenario by itself; without it
	// a person picks it.
	Default bool `yaml:"default"`
}

// Attach returns the files that are attached to every message of a scenario.
func (s *Setup) Attach(name string) []Attachment {
	var list []Attachment
	for _, a := range s.Attachments[s.canonical(name)] {
		if a.Default {
			list = append(list, a)
		}
	}
	return list
}

// Offer returns the files that a person can pick from for a scenario: its own;
// for Default those of all scenarios, each once.
func (s *Setup) Offer(name string) []Attachment {
	name = s.canonical(name)
	if name != Default {
		return s.Attachments[name]
	}
	var list []Attachment
	seen := map[string]bool{}
	for _, sc := range s.Catalogue.All() {
		for _, a := range s.Attachments[sc.Name] {
			if !seen[a.File] {
				list = append(list, a)
			}
			seen[a.File] = true
		}
	}
	return list
}

func (s *Setup) canonical(name string) string {
	if sc, ok := s.Catalogue.Lookup(name); ok {
		return sc.Name
	}
	return name
}
