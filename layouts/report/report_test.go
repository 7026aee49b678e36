package report

import (
	"slices"
	"strings"
	"testing"
)

func TestFind_everyDatasetReads(t *testing.T) {
	for _, id := range IDs() {
		r, err := Find(id)
		if err != nil {
			t.Fatal(err)
		}
		if r.ID != id || r.Name == "" || len(r.Items) == 0 {
			t.Errorf("report %d reads as %d %q with %d items", id, r.ID, r.Name, len(r.Items))
		}
		checkItems(t, r, r.Items)
	}
	if !slices.Contains(IDs(), 1306) || !slices.Contains(IDs(), 1307) {
		t.Errorf("IDs() = %v", IDs())
	}
	if _, err := Find(99); err == nil {
		t.Error("report 99 was found")
	}
}

func checkItems(t *testing.T, r *Report, items []*Item) {
	t.Helper()
	for _, i := range items {
		seen := map[string]bool{}
		for _, c := range i.Columns {
			if key := strings.ToLower(c); seen[key] {
				t.Errorf("report %d, item %s: column %s twice", r.ID, i.Name, c)
			} else {
				seen[key] = true
			}
		}
		checkItems(t, r, i.Items)
	}
}

func TestReport_paths(t *testing.T) {
	r, err := Find(1306)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.Namespace(), "urn:microsoft-dynamics-nav/reports/Standard_Sales_Invoice/1306/"; got != want {
		t.Errorf("Namespace() = %q, want %q", got, want)
	}
	for path, want := range map[string]bool{
		"Header/DocumentNo": true, "Header/Line/Description_Line": true, "Header/Line/ShipmentLine/DocumentNo_ShipmentLine": true,
		"DocumentNo": false, "Header/Nothing": false, "Nothing/DocumentNo": false, "Header/Line": false,
	} {
		if got := r.Has(path); got != want {
			t.Errorf("Has(%q) = %v", path, got)
		}
	}
	for path, want := range map[string]string{
		"Header/DocumentNo": "Header/DocumentNo_Lbl", "Header/SellToContactEmail": "Header/SellToContactEmailLbl", "Header/CompanyPicture": "",
	} {
		if got := r.Caption(path); got != want {
			t.Errorf("Caption(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestParse_badInput(t *testing.T) {
	for _, text := range []string{"", "report x y", "report 1 A\nloose words", "report 1 A\nHeader:\n      a b"} {
		if _, err := parse(text); err == nil {
			t.Errorf("parse(%q) gave no error", text)
		}
	}
}
