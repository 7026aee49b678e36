package dataset

import (
	"errors"
	"strings"
	"testing"
)

func TestParsePath_forms(t *testing.T) {
	for in, want := range map[string]string{
		"/ns0:NavWordReportXmlPart[1]/ns0:Header[1]/ns0:Line[2]/ns0:No[1]": "/NavWordReportXmlPart/Header/Line[2]/No",
		"Header/No": "/Header/No", " /a / b ": "/a/b", "/ä/x-y.z": "/ä/x-y.z", "/a[ 3 ]": "/a[3]", "/_x0026_/A__B": "/_x0026_/A__B",
	} {
		steps, err := ParsePath(in)
		if err != nil || FormatPath(steps) != want {
			t.Errorf("%s: %s, %v", in, FormatPath(steps), err)
		}
	}
	for _, in := range []string{"", "/", "//a", "/a//b", "/a/", "/a[0]", "/a[-1]", "/a[x]", "/a[1", "/a[1][2]", "/@a", "/text()", "/*", "/..", "/child::a", "/:a", "/a b/c"} {
		if steps, err := ParsePath(in); !errors.Is(err, ErrPath) {
			t.Errorf("%q is %v, %v", in, steps, err)
		}
	}
}

func TestLocalName_characters(t *testing.T) {
	for in, want := range map[string]string{
		"Purchase Header": "Purchase_Header", "No.": "No_", "VAT %": "VAT__", "A/B\"C'": "A_B_C_", "Größe": "Größe", "1st": "_1st", "": "", "A-B": "A-B", "Sales & Receivables Setup": "Sales__x0026__Receivables_Setup",
	} {
		if got := LocalName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestDataset_Namespace(t *testing.T) {
	for in, want := range map[string]string{
		"Standard Sales - Invoice": "Standard_Sales_Invoice", "Standard_Sales_Invoice": "Standard_Sales_Invoice", "Test Report - Default=Word": "Test_Report_Default_x003D_Word", "": "",
	} {
		ds := &Dataset{Report: in, ID: "1"}
		got := ds.Namespace()
		if got != "urn:microsoft-dynamics-nav/reports/"+want+"/1/" {
			t.Errorf("%q: %s", in, got)
		}
		if name, id := ReportOf(got); name != want || id != "1" {
			t.Errorf("%s is of %q %q", got, name, id)
		}
	}
}

func FuzzParsePath(f *testing.F) {
	for _, s := range []string{"/ns0:A[1]/ns0:B", "A/B[2]", "//x", "/a[", "::", "/a:b:c", "\x80", strings.Repeat("a", maxPathLen)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		steps, err := ParsePath(s)
		if err != nil {
			return
		}
		text := FormatPath(steps)
		again, err := ParsePath(text)
		if err != nil || FormatPath(again) != text {
			t.Fatalf("%q gives %q gives %v, %v", s, text, again, err)
		}
	})
}
