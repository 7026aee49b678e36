package nearest

import "testing"

func TestHint_names(t *testing.T) {
	names := []string{"CustomerName", "CustomerNo", "DocumentNo", "No"}
	for in, want := range map[string]string{
		"CustomreName": "CustomerName", "customer_name": "CustomerName", "CustomerNam": "CustomerName", "Documentno": "DocumentNo", "Nr": "No", "Quantity": "",
	} {
		hint := ""
		if want != "" {
			hint = "did you mean " + want + "?"
		}
		if got := Hint(in, names); got != hint {
			t.Errorf("%q: %q, want %q", in, got, hint)
		}
	}
}

func TestName_hostile(t *testing.T) {
	long := make([]byte, 1<<20)
	for i := range long {
		long[i] = 'a'
	}
	if got := Name(string(long), []string{string(long[1:]), "a"}); got != "" {
		t.Errorf("a name of 1 MiB is near %q", got)
	}
	if got := Name("", []string{"No"}); got != "" {
		t.Errorf("no name is near %q", got)
	}
}
