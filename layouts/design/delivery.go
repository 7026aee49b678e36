package design

import (
	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

// deliveryDocument is the printed form of a document without prices: shipment and return receipt.
func deliveryDocument(r *report.Report) *build.Layout {
	p := page{r, "Header"}
	s := p.salesSheet()
	s.parties = []party{{"ShipToAddress_Lbl", numbered("ShipToAddress", 8)}, {p.first("BilltoAddressCaption"), numbered("CustomerAddress", 8)}}
	s.summary = p.pairs("DocumentDate", "ShipmentDate", p.first("OrderNo", "ReturnOrderNo"), "ShippingAgentCode")
	s.references = p.pairs("YourReference", "ExternalDocumentNo", "SelltoCustomerNo", "ShipmentMethodDescription", "PackageTrackingNo", "SalesPersonName")
	s.body = append(s.body, p.workDescription()...)
	columns := p.lineColumns("Line", []column{
		{"", "ItemNo_Line", 28, build.Left}, {"", "Description_Line", 80, build.Left}, {"", "Quantity_Line", 20, build.Right}, {"", "UnitOfMeasure", 20, build.Left}, {"", "ShipmentDate_Line", 22, build.Right},
	})
	s.body = append(s.body, p.rowTable("Line", "Lines", columns, p.below("Line", len(columns))...))
	s.body = append(s.body, p.tracking()...)
	return p.sheet(s)
}

// tracking lists serial and lot numbers; nothing when there are none.
func (p page) tracking() []build.Block {
	item := "ItemTrackingLine"
	if !p.hasItem(item) {
		return nil
	}
	widths, _, row := p.cells([]column{
		{"", item + "/TrackingSpecBufferNo", 28, build.Left}, {"", item + "/TrackingSpecBufferDesc", 60, build.Left}, {"", item + "/TrackingSpecBufferLotNo", 31, build.Left},
		{"", item + "/TrackingSpecBufferSerNo", 31, build.Left}, {"", item + "/TrackingSpecBufferQty", 20, build.Right},
	}, tableNote, hairline, hairline, 40)
	return []build.Block{space(gap), build.Table{Columns: widths, Alt: "Serial and lot numbers", Rows: []build.Line{build.Rows{Item: p.root + "/" + item, Rows: []build.Line{row}}}}}
}
