package merge

import (
	"strings"
	"testing"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

const tinyNS = "urn:microsoft-dynamics-nav/reports/T/1/"

func tinyParts(storeID string) []Part {
	return []Part{
		{Name: "customXml/item2.xml", Root: "NavWordReportXmlPart", Namespace: "urn:microsoft-dynamics-businesscentral/internal/extended/reports/T/1/", XML: []byte("<NavWordReportXmlPart/>")},
		{Name: "customXml/item1.xml", StoreID: storeID, Root: "NavWordReportXmlPart", Namespace: tinyNS, XML: []byte(`<NavWordReportXmlPart xmlns="` + tinyNS + `">
			<Header><CustomerName>CustomerName</CustomerName><No>No</No><Line><Amount>Amount</Amount><Text>Text</Text></Line><Extra><X>X</X></Extra></Header></NavWordReportXmlPart>`)},
	}
}

func check(t *testing.T, parts []Part, ds *dataset.Dataset, nodes ...doc.Node) string {
	t.Helper()
	p := Compile(document(nodes...), parts, &diag.List{})
	var out []string
	for _, f := range Check(p, ds) {
		s := f.Severity.String() + " " + f.ID
		if f.Where.Column != "" {
			s += " " + f.Where.Column
		}
		if f.Hint != "" {
			s += " (" + f.Hint + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

func TestCheck_bindings(t *testing.T) {
	all := []doc.Node{para(col("Header/CustomerName"), col("Header/No"), col("Header/Extra/X")), repeat(doc.BlockLevel, "Header/Line", para(col("Header/Line/Amount"), col("Header/Line/Text")))}
	with := func(c *doc.Control) []doc.Node { return append([]doc.Node{para(c)}, all...) }
	store := col("Header/No")
	store.Binding.StoreItemID = "{GONE}"
	namespace := col("Header/No")
	namespace.Binding.Prefixes = "xmlns:ns0='urn:microsoft-dynamics-nav/reports/Other/2/'"
	bare := col("Header/No")
	bare.Binding.Prefixes = tinyNS
	function := col("Header/No")
	function.Binding.XPath, function.Title = "count(//x)", "#Nav: /Header/No"
	nested := col("Header/No")
	nested.Content = []doc.Node{col("Header/CustomerName")}
	for _, c := range []struct {
		name  string
		nodes []doc.Node
		want  string
	}{
		{"nothing to say", all, ""},
		{"misspelt", with(col("Header/CustomreName")), "error unresolved-binding /Header/CustomreName (did you mean CustomerName?)"},
		{"in another item", with(col("Header/Amount")), "error unresolved-binding /Header/Amount (did you mean /Header/Line/Amount?)"},
		{"misspelt item", with(col("Header/Lien/Text9")), "error unresolved-binding /Header/Lien/Text9 (did you mean Line?)"},
		{"store id", with(store), "error stale-store-id /Header/No (layouts repair rewrites it)"},
		{"name space", with(namespace), "error stale-namespace /Header/No (layouts repair rewrites it)"},
		{"bare name space", with(bare), ""},
		{"another form", with(function), "info bound-by-title /Header/No\nerror binding-form (use child steps such as /Header[1]/DocumentNo[1])"},
		{"nested", with(nested), "error nested-control (take the control out of the other one)"},
		{"repeater over nothing", append([]doc.Node{repeat(doc.BlockLevel, "Header/Extra2", para(text("x")))}, all...), "error unresolved-binding /Header/Extra2 (did you mean Extra?)\ninfo unused-repeater /Header/Extra2"},
		{"unused", []doc.Node{para(col("Header/No"))}, "info unused-column /Header\ninfo unused-item /Header/Line\ninfo unused-item /Header/Extra"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := check(t, tinyParts("{A}"), nil, c.nodes...); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
	if got := check(t, nil, nil, para(col("Header/No"))); !strings.HasPrefix(got, "error no-data-part") {
		t.Error(got)
	}
}

func TestCheck_data(t *testing.T) {
	nodes := []doc.Node{para(col("Header/CustomerName"), field("Nmae")), repeat(doc.BlockLevel, "Header/Line", para(col("Header/Line/Amount")))}
	ds := data(t, `{"report": {"id": "2"}, "data": {"Header": {"CustomreName": "x", "No": "1"}}}`)
	got := check(t, tinyParts(""), ds, nodes...)
	for _, want := range []string{"warning other-report", "warning missing-column /Header/CustomerName (did you mean CustomreName?)", "warning missing-column Nmae"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "missing-item") {
		t.Error("a data item without rows is no fault")
	}
}
