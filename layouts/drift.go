package layouts

// Drift says how a copy and the layout that it was made from have gone on since.
type Drift string

// The kinds of drift.
const (
	NoDrift      Drift = ""         // no copy, or nothing has changed
	CopyChanged  Drift = "changed"  // the copy was edited, the original is as it was
	BaseChanged  Drift = "outdated" // the original has changed, the copy is as it was taken
	BothChanged  Drift = "diverged" // both have changed
	BaseVanished Drift = "orphaned" // the original is no more
)

// drift compares a layout and the one that it was copied from with what that was at the time.
func (l *Library) drift(rec record, data []byte) Drift {
	if rec.From == "" || rec.Origin == "" {
		return NoDrift
	}
	base, err := l.read(rec.From)
	if err != nil {
		return BaseVanished
	}
	copied, original := hash(data) != rec.Origin, hash(base) != rec.Origin
	switch {
	case copied && original:
		return BothChanged
	case copied:
		return CopyChanged
	case original:
		return BaseChanged
	}
	return NoDrift
}
