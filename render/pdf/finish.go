package pdf

import (
	"reportmail/render/diag"
	"reportmail/render/font"
)

// reportSubstitutes reports each family that another stands in for, once.
func reportSubstitutes(selected []*font.Selection, l *diag.List) {
	type pair struct{ requested, family string }
	known := make(map[pair]bool)
	for _, s := range selected {
		if p := (pair{s.Requested, s.Family}); !known[p] {
			known[p] = true
			s.Report(l)
		}
	}
}

// Finish writes what is not on a page: fonts, structure, metadata, attachments and the catalog.
func (n *native) Finish() ([]byte, error) {
	reportSubstitutes(n.selected, n.o.Findings)
	f := n.file
	for _, u := range n.fonts {
		f.writeFont(u)
	}
	n.writeTree()
	files, err := n.writeAttachments()
	if err != nil {
		return nil, err
	}
	v := n.facts()
	f.temp = appendXMP(f.temp[:0], v)
	f.stream(objMetadata, []byte("/Type/Metadata/Subtype/XML"), f.temp, false)
	f.stream(objProfile, []byte("/N 3"), deflatedProfile(), true)

	f.object(objInfo)
	f.objects = appendInfo(f.objects, v)
	f.object(objPages)
	b := append(f.objects, "<</Type/Pages/Count "...)
	b = append(appendInt(b, len(n.pageObjs)), "/Kids["...)
	for i, p := range n.pageObjs {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendRef(b, p)
	}
	f.objects = append(b, "]>>"...)
	f.object(objCatalog)
	f.objects = n.appendCatalog(f.objects, files)
	return f.finish(objCatalog, objInfo), nil
}

// appendCatalog writes the document catalog with what PDF/A and PDF/UA want of it (ISO 19005-3 6.2.3, 6.6.2;
// ISO 14289-1 7.1).
func (n *native) appendCatalog(b []byte, files []attached) []byte {
	lang := clean(n.pages.Lang)
	if lang == "" {
		lang = "und" // undetermined, BCP 47
	}
	b = appendRef(append(b, "<</Type/Catalog/Pages "...), objPages)
	b = appendRef(append(b, "/Metadata "...), objMetadata)
	b = appendText(append(b, "/Lang"...), lang)
	b = append(b, "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>"...)
	b = appendRef(append(b, "/StructTreeRoot "...), objStructTree)
	b = append(b, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile "...)
	b = append(appendRef(b, objProfile), ">>]"...)
	return append(appendAttachments(b, files), ">>"...)
}
