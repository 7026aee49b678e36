package design

import "reportmail/layouts/build"

// theme holds the colours and fonts of the family. Calibri is on every machine with Word; elsewhere Carlito, which has
// the same widths, takes its place without moving a line.
var theme = build.Theme{
	Name: "reportmail",
	Ink:  "1D2B36", Quiet: "5A6975", Paper: "FFFFFF", Wash: "F1F6F6", Accent: "0B6B6B",
	Heading: "Calibri", Text: "Calibri",
}

// The style names used by the descriptions.
const (
	body      = "Text"      // running text
	lead      = "Lead"      // running text of a mail
	title     = "DocTitle"  // what the document is
	company   = "Company"   // the sender's name
	masthead  = "Title"     // the same, as the title of a mail that has none
	label     = "Label"     // small caption above or before a value
	value     = "Value"     // a value under its caption
	factText  = "Fact"      // a caption and value side by side
	amount    = "Amount"    // the amount that matters
	heroText  = "Hero"      // the amount that matters, in a mail
	tableHead = "TableHead" // column headings
	tableText = "TableText" // rows
	tableNote = "TableNote" // second line of a row
	totalText = "Total"     // last row of the totals
	work      = "Work"      // what was done, above the lines
	note      = "Note"      // remarks after the totals
	running   = "Running"   // headers and footers
	gap       = "Gap"       // space between blocks
	bigGap    = "BigGap"
	end       = "End" // closes a cell after a nested table

	strong      = "Strong" // character styles
	soft        = "Soft"
	numberStyle = "Number"
	link        = "Hyperlink"
	button      = "Button"
)

// styles is the type scale: 7.5, 8.5, 9.5, 10, 11, 13 and 24 points.
var styles = []build.Style{
	{ID: body, Name: "Text"},
	{ID: lead, Name: "Lead", Size: 11, Line: 125, After: 160},
	{ID: title, Name: "Document Title", Heading: true, Size: 24, Line: 100, Outline: 1, KeepNext: true},
	{ID: company, Name: "Company", Heading: true, Size: 13, Bold: true, Colour: build.Accent},
	{ID: masthead, Name: "Title", Heading: true, Size: 13, Bold: true, Colour: build.Accent, Outline: 1},
	{ID: label, Name: "Label", Size: 8.5, Colour: build.Quiet, Line: 105},
	{ID: value, Name: "Value", Size: 10, Line: 105},
	{ID: factText, Name: "Fact", Size: 9.5, Line: 105},
	{ID: amount, Name: "Amount", Size: 13, Bold: true, Colour: build.Accent, Line: 100},
	{ID: heroText, Name: "Hero Amount", Heading: true, Size: 24, Bold: true, Colour: build.Accent, Line: 100},
	{ID: tableHead, Name: "Table Heading", Size: 8.5, Colour: build.Quiet, Line: 100, KeepNext: true},
	{ID: tableText, Name: "Table Text", Size: 9.5, Line: 105},
	{ID: tableNote, Name: "Table Note", Size: 8.5, Colour: build.Quiet, Line: 105},
	{ID: totalText, Name: "Total", Size: 11, Bold: true, Line: 105},
	{ID: work, Name: "Work Description", After: 80},
	{ID: note, Name: "Note", Size: 9.5, Colour: build.Quiet, Line: 110},
	{ID: running, Name: "Running Text", Size: 7.5, Colour: build.Quiet, Line: 105},
	{ID: gap, Name: "Gap", Size: 6, Line: 240, Exact: true},
	{ID: bigGap, Name: "Big Gap", Size: 6, Line: 440, Exact: true},
	{ID: end, Name: "End", Size: 1, Line: 20, Exact: true},

	{ID: strong, Name: "Strong", Character: true, Bold: true},
	{ID: soft, Name: "Soft", Character: true, Colour: build.Quiet},
	{ID: numberStyle, Name: "Document Number", Character: true, Colour: build.Accent},
	{ID: link, Name: "Hyperlink", Character: true, Colour: build.Accent, Underline: true},
	{ID: button, Name: "Button", Character: true, Bold: true, Colour: build.Accent, Size: 11},
}

// hairline separates, rule closes a heading row, edge marks a panel.
var (
	hairline = build.Border{Eighths: 4, Colour: build.Hairline}
	rule     = build.Border{Eighths: 8, Colour: build.Accent}
	edge     = build.Border{Eighths: 24, Colour: build.Accent}
)
