package dataset

import (
	"bytes"
	"strings"
	"testing"
)

func TestDataset_WriteWord(t *testing.T) {
	ds, err := Read("t", []byte(`{"report": {"name": "Tiny Invoice", "id": "50100"}, "data": {"Header": {"Zip": "1", "address": "a<b & \"c\"\r\nd", "Bank": "",
		"Line": [{"B": "1", "a": "2"}, {"B": "3", "a": "4"}], "Total": {"Sum": "5"}}}, "labels": {"Page": "Page"}}`))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := ds.WriteWord(&b, WriteOptions{UTF8: true}); err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="utf-8"?>
<NavWordReportXmlPart xmlns="urn:microsoft-dynamics-nav/reports/Tiny_Invoice/50100/">
  <BCReportInformation>
    <ReportMetadata>
      <ReportId>50100</ReportId>
      <ReportName>Tiny Invoice</ReportName>
    </ReportMetadata>
    <ReportRequest>
      <FormatRegion/>
      <Language/>
    </ReportRequest>
  </BCReportInformation>
  <Labels>
    <Page>Page</Page>
  </Labels>
  <Header>
    <address>a&lt;b &amp; &quot;c&quot;
d</address>
    <Bank/>
    <Zip>1</Zip>
    <Line>
      <a>2</a>
      <B>1</B>
    </Line>
    <Line>
      <a>4</a>
      <B>3</B>
    </Line>
    <Total>
      <Sum>5</Sum>
    </Total>
  </Header>
</NavWordReportXmlPart>
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestDataset_WriteWord_utf16(t *testing.T) {
	ds, err := Read("t", []byte("<NavWordReportXmlPart xmlns='urn:x/reports/A/1/'><H><A>🪑 a&#13;b</A></H></NavWordReportXmlPart>"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := ds.WriteWord(&b, WriteOptions{Namespace: "urn:y/reports/B/2/"}); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b.Bytes(), []byte("\xFF\xFE<\x00")) {
		t.Errorf("begins with % x", b.Bytes()[:8])
	}
	again, err := Read("again", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := again.Lookup("H/A"); v != "🪑 a\rb" || again.ID != "2" {
		t.Errorf("%q of report %s", v, again.ID)
	}
}

func TestDataset_Schema(t *testing.T) {
	ds, err := Read("t", []byte(`{"Header": [{"A": "1", "Line": [{"X": "1"}, {"Y": "1"}]}, {"B": "1", "Line": [{"Sub": {"Z": "1"}}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	ds.Schema().Walk(func(path string, item *Schema) { b.WriteString(path + "(" + strings.Join(item.Columns, " ") + ") ") })
	if want := "() /Header(A B) /Header/Line(X Y) /Header/Line/Sub(Z) "; b.String() != want {
		t.Errorf("%s, want %s", b.String(), want)
	}
}

func TestDataset_With(t *testing.T) {
	ds, err := Read("t", []byte(`{"labels": {"L": "1"}, "data": {"Header": [{"No": "1"}, {"No": "2"}, {"No": "3"}], "Total": {"Sum": "5"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	one := ds.With(ds.Root.Nth("Header", 2))
	var got []string
	for _, it := range one.Root.Items {
		got = append(got, it.Name+it.Value("No"))
	}
	if s := strings.Join(got, " "); s != "Labels Header2 Total" || len(ds.Root.Items) != 5 {
		t.Errorf("%s of %d", s, len(ds.Root.Items))
	}
}

func TestSchema_Skeleton(t *testing.T) {
	ds, err := Read("t", []byte(`{"report": {"name": "R", "id": "7"}, "data": {"Header": [{"No": "1", "Line": [{"T": "x"}, {"T": "y"}]}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	s := ds.Schema().Skeleton(ds.Report, ds.ID)
	if got := dump(s); got != "NavWordReportXmlPart: R 7\nHeader\n  No=No\n  Line\n    T=T\n" {
		t.Error(got)
	}
}
