package selection

import "strings"

// Usage is a document usage, keyed by Business Central's name of it: numbers differ between countries (spec: enum 77).
type Usage struct {
	ID     string
	Kind   Party             // whose rows and address count
	Report int               // report whose rows ship as default; 0 for none
	Type   map[string]string // type text by language: "Sales Invoice"
	Plural map[string]string // "Invoices"
	Short  map[string]string // short type text of file names on disk: "Invoice"
}

// Party is the kind of account that a document belongs to.
type Party string

const (
	Customer Party = "customer"
	Vendor   Party = "vendor"
	Nobody   Party = ""
)

// texts of a usage: English, Dutch, German, French; plural; short.
type texts struct {
	en, nl, de, fr     string
	plural, plNL, plDE string
	short, shNL, shDE  string
}

var usageRows = []struct {
	id     string
	kind   Party
	report int
	t      texts
}{
	{"S.Quote", Customer, 1304, texts{en: "Sales Quote", nl: "Verkoopofferte", de: "Verkaufsangebot", fr: "Devis", short: "Quote", shNL: "Offerte", shDE: "Angebot"}},
	{"S.Order", Customer, 1305, texts{en: "Sales Order", nl: "Verkooporder", de: "Verkaufsauftrag", fr: "Commande vente"}},
	{"S.Invoice", Customer, 1306, texts{en: "Sales Invoice", nl: "Verkoopfactuur", de: "Verkaufsrechnung", fr: "Facture vente", plural: "Invoices", plNL: "Facturen", plDE: "Rechnungen", short: "Invoice", shNL: "Factuur", shDE: "Rechnung"}},
	{"S.Cr.Memo", Customer, 1307, texts{en: "Sales Credit Memo", nl: "Verkoopcreditnota", de: "Verkaufsgutschrift", fr: "Avoir vente", plural: "Credit Memos", plNL: "Creditnota's", plDE: "Gutschriften", short: "Credit Memo", shNL: "Creditnota", shDE: "Gutschrift"}},
	{"S.Invoice Draft", Customer, 1303, texts{en: "Sales Invoice", nl: "Verkoopfactuur", de: "Verkaufsrechnung", fr: "Facture vente", plural: "Invoices", plNL: "Facturen", plDE: "Rechnungen", short: "Invoice", shNL: "Factuur", shDE: "Rechnung"}},
	{"Pro Forma S. Invoice", Customer, 1302, texts{en: "Pro Forma Invoice", nl: "Pro-formafactuur", de: "Proforma-Rechnung", fr: "Facture pro forma"}},
	{"S.Blanket", Customer, 210, texts{en: "Sales Blanket Order", nl: "Raamcontract verkoop", de: "Verkaufsrahmenauftrag", fr: "Commande cadre vente"}},
	{"S.Return", Customer, 6631, texts{en: "Sales Return Order", nl: "Verkoopretourorder", de: "Verkaufsreklamation", fr: "Retour vente"}},
	{"S.Shipment", Customer, 1308, texts{en: "Sales Shipment", nl: "Verkoopverzending", de: "Verkaufslieferung", fr: "Expédition vente", plural: "Shipments", plNL: "Verzendingen", plDE: "Lieferungen"}},
	{"S.Ret.Rcpt.", Customer, 1309, texts{en: "Sales Receipt", nl: "Retourontvangst", de: "Rücksendung", fr: "Réception retour", plural: "Receipts", plNL: "Ontvangsten", plDE: "Rücksendungen"}},
	{"S.Work Order", Customer, 752, texts{en: "Work Order", nl: "Werkorder", de: "Arbeitsauftrag", fr: "Ordre de travail"}},
	{"S.Order Pick Instruction", Customer, 214, texts{en: "Pick Instruction", nl: "Pickinstructie", de: "Kommissionieranweisung", fr: "Instruction de prélèvement"}},
	{"S.Test", Customer, 202, texts{en: "Sales Document Test", nl: "Testrapport verkoop", de: "Verkaufstestbericht", fr: "Test document vente"}},
	{"S.Test Prepmt.", Customer, 212, texts{en: "Sales Prepayment Test", nl: "Testrapport vooruitbetaling", de: "Vorauszahlungstest", fr: "Test acompte vente"}},
	{"S.Arch.Quote", Customer, 215, texts{en: "Archived Sales Quote", nl: "Gearchiveerde offerte", de: "Archiviertes Angebot", fr: "Devis archivé"}},
	{"S.Arch.Order", Customer, 216, texts{en: "Archived Sales Order", nl: "Gearchiveerde order", de: "Archivierter Auftrag", fr: "Commande archivée"}},
	{"S.Arch.Return", Customer, 418, texts{en: "Archived Sales Return Order", nl: "Gearchiveerde retourorder", de: "Archivierte Reklamation", fr: "Retour archivé"}},
	{"S.Arch.Blanket", Customer, 5176, texts{en: "Archived Sales Blanket Order", nl: "Gearchiveerd raamcontract", de: "Archivierter Rahmenauftrag", fr: "Commande cadre archivée"}},
	{"P.Quote", Vendor, 404, texts{en: "Purchase Quote", nl: "Inkoopofferte", de: "Einkaufsanfrage", fr: "Demande de prix"}},
	{"P.Order", Vendor, 1322, texts{en: "Purchase Order", nl: "Inkooporder", de: "Bestellung", fr: "Commande achat", plural: "Purchase Orders", plNL: "Inkooporders", plDE: "Bestellungen"}},
	{"P.Invoice", Vendor, 406, texts{en: "Purchase Invoice", nl: "Inkoopfactuur", de: "Einkaufsrechnung", fr: "Facture achat"}},
	{"P.Cr.Memo", Vendor, 407, texts{en: "Purchase Credit Memo", nl: "Inkoopcreditnota", de: "Einkaufsgutschrift", fr: "Avoir achat"}},
	{"P.Receipt", Vendor, 408, texts{en: "Purchase Receipt", nl: "Inkoopontvangst", de: "Wareneingang", fr: "Réception achat"}},
	{"P.Blanket", Vendor, 410, texts{en: "Purchase Blanket Order", nl: "Raamcontract inkoop", de: "Einkaufsrahmenbestellung", fr: "Commande cadre achat"}},
	{"P.Return", Vendor, 6641, texts{en: "Purchase Return Order", nl: "Inkoopretourorder", de: "Einkaufsreklamation", fr: "Retour achat"}},
	{"P.Ret.Shpt.", Vendor, 6636, texts{en: "Purchase Return Shipment", nl: "Retourverzending", de: "Rücklieferung", fr: "Expédition retour achat"}},
	{"P.Test", Vendor, 402, texts{en: "Purchase Document Test", nl: "Testrapport inkoop", de: "Einkaufstestbericht", fr: "Test document achat"}},
	{"P.Test Prepmt.", Vendor, 412, texts{en: "Purchase Prepayment Test", nl: "Testrapport vooruitbetaling", de: "Vorauszahlungstest", fr: "Test acompte achat"}},
	{"P.Arch.Quote", Vendor, 415, texts{en: "Archived Purchase Quote", nl: "Gearchiveerde inkoopofferte", de: "Archivierte Anfrage", fr: "Demande archivée"}},
	{"P.Arch.Order", Vendor, 416, texts{en: "Archived Purchase Order", nl: "Gearchiveerde inkooporder", de: "Archivierte Bestellung", fr: "Commande archivée"}},
	{"P.Arch.Return", Vendor, 417, texts{en: "Archived Purchase Return Order", nl: "Gearchiveerde retourorder", de: "Archivierte Reklamation", fr: "Retour archivé"}},
	{"P.Arch.Blanket", Vendor, 5174, texts{en: "Archived Purchase Blanket Order", nl: "Gearchiveerd raamcontract", de: "Archivierte Rahmenbestellung", fr: "Commande cadre archivée"}},
	{"P.Self Billing Invoice", Vendor, 413, texts{en: "Self-Billing Invoice", nl: "Self-billingfactuur", de: "Gutschriftverfahren-Rechnung", fr: "Facture d'autofacturation"}},
	{"Reminder", Customer, 117, texts{en: "Issued Reminder", nl: "Aanmaning", de: "Mahnung", fr: "Relance"}},
	{"Fin.Charge", Customer, 118, texts{en: "Issued Finance Charge Memo", nl: "Rentefactuur", de: "Zinsrechnung", fr: "Facture d'intérêts"}},
	{"Rem.Test", Customer, 122, texts{en: "Reminder Test", nl: "Testrapport aanmaning", de: "Mahnungstest", fr: "Test relance"}},
	{"F.C.Test", Customer, 123, texts{en: "Finance Charge Memo Test", nl: "Testrapport rentefactuur", de: "Zinsrechnungstest", fr: "Test facture d'intérêts"}},
	{"C.Statement", Customer, 1316, texts{en: "Statement", nl: "Rekeningoverzicht", de: "Kontoauszug", fr: "Relevé de compte"}},
	{"V.Remittance", Vendor, 399, texts{en: "Remittance Advice", nl: "Betalingsadvies", de: "Zahlungsavis", fr: "Avis de paiement"}},
	{"P.V.Remit.", Vendor, 400, texts{en: "Remittance Advice", nl: "Betalingsadvies", de: "Zahlungsavis", fr: "Avis de paiement"}},
	{"JQ", Customer, 1016, texts{en: "Project Quote", nl: "Projectofferte", de: "Projektangebot", fr: "Devis projet", plural: "Project Quotes", plNL: "Projectoffertes", plDE: "Projektangebote"}},
	{"Job Task Quote", Customer, 1017, texts{en: "Project Task Quote", nl: "Projecttaakofferte", de: "Projektaufgabenangebot", fr: "Devis tâche projet"}},
	{"SM.Quote", Customer, 0, texts{en: "Service Quote", nl: "Serviceofferte", de: "Serviceangebot", fr: "Devis service"}},
	{"SM.Order", Customer, 0, texts{en: "Service Order", nl: "Serviceorder", de: "Serviceauftrag", fr: "Commande service"}},
	{"SM.Invoice", Customer, 0, texts{en: "Service Invoice", nl: "Servicefactuur", de: "Servicerechnung", fr: "Facture service"}},
	{"SM.Credit Memo", Customer, 0, texts{en: "Service Credit Memo", nl: "Servicecreditnota", de: "Servicegutschrift", fr: "Avoir service"}},
	{"SM.Shipment", Customer, 0, texts{en: "Service Shipment", nl: "Serviceverzending", de: "Servicelieferung", fr: "Expédition service"}},
	{"SM.Contract Quote", Customer, 0, texts{en: "Service Contract Quote", nl: "Servicecontractofferte", de: "Servicevertragsangebot", fr: "Devis contrat service"}},
	{"SM.Contract", Customer, 0, texts{en: "Service Contract", nl: "Servicecontract", de: "Servicevertrag", fr: "Contrat de service"}},
	{"SM.Test", Customer, 0, texts{en: "Service Document Test", nl: "Testrapport service", de: "Servicetestbericht", fr: "Test document service"}},
	{"SM.Item Worksheet", Customer, 0, texts{en: "Service Item Worksheet", nl: "Serviceartikelwerkblad", de: "Serviceartikel-Arbeitsblatt", fr: "Feuille article service"}},
	{"Prod.Order", Nobody, 0, texts{en: "Production Order", nl: "Productieorder", de: "Fertigungsauftrag", fr: "Ordre de fabrication"}},
	{"M1", Nobody, 0, texts{en: "Job Card", nl: "Werkbon", de: "Laufkarte", fr: "Fiche suiveuse"}},
	{"M2", Nobody, 0, texts{en: "Material Requisition", nl: "Materiaalaanvraag", de: "Materialanforderung", fr: "Bon de sortie matières"}},
	{"M3", Nobody, 0, texts{en: "Shortage List", nl: "Tekortenlijst", de: "Fehlteileliste", fr: "Liste des manquants"}},
	{"M4", Nobody, 0, texts{en: "Gantt Chart", nl: "Gantt-diagram", de: "Gantt-Diagramm", fr: "Diagramme de Gantt"}},
	{"Prod. Output Item Label", Nobody, 99000769, texts{en: "Output Item Label", nl: "Artikellabel", de: "Artikeletikett", fr: "Étiquette article"}},
	{"B.Stmt", Nobody, 1407, texts{en: "Bank Statement", nl: "Bankafschrift", de: "Kontoauszug der Bank", fr: "Relevé bancaire"}},
	{"B.Recon.Test", Nobody, 1408, texts{en: "Bank Reconciliation Test", nl: "Testrapport bankreconciliatie", de: "Bankabstimmungstest", fr: "Test rapprochement bancaire"}},
	{"B.Check", Nobody, 1401, texts{en: "Check", nl: "Cheque", de: "Scheck", fr: "Chèque"}},
	{"Posted Payment Reconciliation", Nobody, 1409, texts{en: "Posted Payment Reconciliation", nl: "Geboekte betalingsreconciliatie", de: "Gebuchte Zahlungsabstimmung", fr: "Rapprochement de paiement validé"}},
	{"Inv1", Nobody, 5703, texts{en: "Transfer Order", nl: "Transferorder", de: "Umlagerungsauftrag", fr: "Ordre de transfert"}},
	{"Inv2", Nobody, 5704, texts{en: "Transfer Shipment", nl: "Transferverzending", de: "Umlagerungsausgang", fr: "Expédition transfert"}},
	{"Inv3", Nobody, 5705, texts{en: "Transfer Receipt", nl: "Transferontvangst", de: "Umlagerungseingang", fr: "Réception transfert"}},
	{"Invt.Period Test", Nobody, 1004, texts{en: "Inventory Period Test", nl: "Testrapport voorraadperiode", de: "Lagerperiodentest", fr: "Test période stock"}},
	{"Phys.Invt.Order Test", Nobody, 5877, texts{en: "Physical Inventory Order Test", nl: "Testrapport inventarisatieorder", de: "Inventurauftragstest", fr: "Test ordre inventaire"}},
	{"Phys.Invt.Order", Nobody, 5875, texts{en: "Physical Inventory Order", nl: "Inventarisatieorder", de: "Inventurauftrag", fr: "Ordre d'inventaire"}},
	{"P.Phys.Invt.Order", Nobody, 5876, texts{en: "Posted Physical Inventory Order", nl: "Geboekte inventarisatieorder", de: "Gebuchter Inventurauftrag", fr: "Ordre d'inventaire validé"}},
	{"Phys.Invt.Rec.", Nobody, 5878, texts{en: "Physical Inventory Recording", nl: "Inventarisatieopname", de: "Inventurerfassung", fr: "Saisie d'inventaire"}},
	{"P.Phys.Invt.Rec.", Nobody, 5879, texts{en: "Posted Physical Inventory Recording", nl: "Geboekte inventarisatieopname", de: "Gebuchte Inventurerfassung", fr: "Saisie d'inventaire validée"}},
	{"Asm.Order", Nobody, 902, texts{en: "Assembly Order", nl: "Assemblageorder", de: "Montageauftrag", fr: "Ordre d'assemblage"}},
	{"P.Asm.Order", Nobody, 910, texts{en: "Posted Assembly Order", nl: "Geboekte assemblageorder", de: "Gebuchter Montageauftrag", fr: "Ordre d'assemblage validé"}},
	{"Inventory Shipment", Nobody, 0, texts{en: "Inventory Shipment", nl: "Voorraadverzending", de: "Lagerausgang", fr: "Expédition stock"}},
	{"Inventory Receipt", Nobody, 0, texts{en: "Inventory Receipt", nl: "Voorraadontvangst", de: "Lagerzugang", fr: "Réception stock"}},
	{"P.Inventory Shipment", Nobody, 0, texts{en: "Posted Inventory Shipment", nl: "Geboekte voorraadverzending", de: "Gebuchter Lagerausgang", fr: "Expédition stock validée"}},
	{"P.Inventory Receipt", Nobody, 0, texts{en: "Posted Inventory Receipt", nl: "Geboekte voorraadontvangst", de: "Gebuchter Lagerzugang", fr: "Réception stock validée"}},
	{"P.Direct Transfer", Nobody, 0, texts{en: "Posted Direct Transfer", nl: "Geboekte directe transfer", de: "Gebuchte Direktumlagerung", fr: "Transfert direct validé"}},
	{"VAT Statement", Nobody, 0, texts{en: "VAT Statement", nl: "Btw-aangifte", de: "MwSt.-Abrechnung", fr: "Déclaration TVA"}},
	{"Sales VAT Acc. Proof", Nobody, 0, texts{en: "Sales VAT Accounting Proof", nl: "Btw-controle verkoop", de: "MwSt.-Verprobung", fr: "Contrôle TVA vente"}},
	{"VAT Statement Schedule", Nobody, 0, texts{en: "VAT Statement Schedule", nl: "Btw-aangifteschema", de: "MwSt.-Abrechnungsschema", fr: "Plan déclaration TVA"}},
}

var usages = func() map[string]Usage {
	m := make(map[string]Usage, len(usageRows))
	for _, r := range usageRows {
		m[r.id] = Usage{
			ID: r.id, Kind: r.kind, Report: r.report,
			Type:   languages(r.t.en, r.t.nl, r.t.de, r.t.fr),
			Plural: languages(r.t.plural, r.t.plNL, r.t.plDE, ""),
			Short:  languages(r.t.short, r.t.shNL, r.t.shDE, ""),
		}
	}
	return m
}()

func languages(en, nl, de, fr string) map[string]string {
	m := map[string]string{}
	for l, s := range map[string]string{"en": en, "nl": nl, "de": de, "fr": fr} {
		if s != "" {
			m[l] = s
		}
	}
	return m
}

// UsageByID finds a usage; names are compared without regard to case.
func UsageByID(id string) (Usage, bool) {
	if u, ok := usages[id]; ok {
		return u, true
	}
	for _, r := range usageRows {
		if strings.EqualFold(r.id, id) {
			return usages[r.id], true
		}
	}
	return Usage{}, false
}

// Usages lists the usages in Business Central's order.
func Usages() []Usage {
	out := make([]Usage, len(usageRows))
	for i, r := range usageRows {
		out[i] = usages[r.id]
	}
	return out
}
