package policy

import "strings"

// Where is Sees as an SQL condition over the columns owner and id of a message, with the relations in the table
// relation(message, entity, record). Arguments are marked with ?; the condition is empty where everything is seen.
func (v View) Where() (term string, args []any) {
	if v.Everything() {
		return "", nil
	}
	own := []any{v.User}
	readable, reads := v.readable()
	const about = "SELECT 1 FROM relation WHERE relation.message = id AND entity <> '" + UserEntity + "'"
	switch v.policy() {
	case AnyRelated:
		return "(owner = ? OR EXISTS (" + about + " AND " + readable + "))", append(own, reads...)
	case AllRelated:
		return "(owner = ? OR EXISTS (" + about + ") AND NOT EXISTS (" + about + " AND NOT " + readable + "))", append(own, reads...)
	}
	return "owner = ?", own
}

// readable is MayRead as SQL.
func (v View) readable() (string, []any) {
	if v.Reads == nil {
		return "(1=1)", nil
	}
	var terms []string
	var args []any
	for _, g := range v.Reads {
		switch {
		case g.Entity == "*":
			return "(1=1)", nil
		case g.Record == "":
			terms, args = append(terms, "entity = ?"), append(args, g.Entity)
		default:
			terms, args = append(terms, "entity = ? AND record = ?"), append(args, g.Entity, g.Record)
		}
	}
	if len(terms) == 0 {
		return "(1=0)", nil
	}
	return "(" + strings.Join(terms, " OR ") + ")", args
}
