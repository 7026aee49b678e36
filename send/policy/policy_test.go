package policy

import "testing"

// Every cell of the table of policies: one's own messages, and others' by what is related and readable.
func TestView_table(t *testing.T) {
	reads := []Record{ParseRecord("customer"), ParseRecord("S.Invoice/1001")}
	customer, invoice, other, vendor := Record{"customer", "10000"}, Record{"S.Invoice", "1001"}, Record{"S.Invoice", "1002"}, Record{"vendor", "1"}
	user := Record{UserEntity, "bob"}
	cases := []struct {
		name                 string
		owner                string
		about                []Record
		own, all, every, any bool
	}{
		{"one's own, about nothing", "anna", nil, true, true, true, true},
		{"one's own, unreadable", "anna", []Record{vendor}, true, true, true, true},
		{"another's, about nothing", "bob", nil, false, true, false, false},
		{"another's, about a user only", "bob", []Record{user}, false, true, false, false},
		{"readable table", "bob", []Record{customer}, false, true, true, true},
		{"readable record", "bob", []Record{invoice, customer}, false, true, true, true},
		{"another record of the table", "bob", []Record{other}, false, true, false, false},
		{"one of two is readable", "bob", []Record{customer, vendor}, false, true, false, true},
		{"none is readable", "bob", []Record{vendor, other}, false, true, false, false},
		{"users do not count", "bob", []Record{customer, user}, false, true, true, true},
	}
	for _, c := range cases {
		for policy, want := range map[Policy]bool{Own: c.own, All: c.all, AllRelated: c.every, AnyRelated: c.any, "": c.every} {
			if got := (View{User: "anna", Policy: policy, Reads: reads}).Sees(c.owner, c.about); got != want {
				t.Errorf("%s, policy %q: %v, want %v", c.name, policy, got, want)
			}
		}
	}
}

func TestView_reads(t *testing.T) {
	for _, c := range []struct {
		reads []Record
		want  bool
	}{
		{nil, true}, {[]Record{}, false}, {[]Record{{Entity: "*"}}, true}, {[]Record{{"customer", "10000"}}, true}, {[]Record{{"customer", "20000"}}, false},
	} {
		if got := (View{User: "a", Reads: c.reads}).MayRead(Record{"customer", "10000"}); got != c.want {
			t.Errorf("%v: %v", c.reads, got)
		}
	}
	if !(View{}).Sees("anybody", nil) {
		t.Error("without users everything is seen")
	}
}

func TestParseRecord_forms(t *testing.T) {
	for in, want := range map[string]Record{"customer": {"customer", ""}, " customer/* ": {"customer", ""}, "S.Invoice/10/3": {"S.Invoice", "10/3"}, "*": {"*", ""}} {
		if got := ParseRecord(in); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
}
