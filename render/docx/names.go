package docx

// Name spaces are known by the prefix that the standard uses for them. Strict and transitional ones share it
// (ECMA-376-4 annex A), so that readers know one name for an element.
var prefixOf = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":            "w",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                        "w",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":     "r",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":                 "r",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing":  "wp",
	"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":              "wp",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                   "a",
	"http://purl.oclc.org/ooxml/drawingml/main":                               "a",
	"http://schemas.openxmlformats.org/drawingml/2006/picture":                "pic",
	"http://purl.oclc.org/ooxml/drawingml/picture":                            "pic",
	"http://schemas.openxmlformats.org/drawingml/2006/chart":                  "c",
	"http://purl.oclc.org/ooxml/drawingml/chart":                              "c",
	"http://schemas.openxmlformats.org/drawingml/2006/diagram":                "dgm",
	"http://purl.oclc.org/ooxml/drawingml/diagram":                            "dgm",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":              "m",
	"http://purl.oclc.org/ooxml/officeDocument/math":                          "m",
	"http://schemas.openxmlformats.org/officeDocument/2006/customXml":         "ds",
	"http://purl.oclc.org/ooxml/officeDocument/customXml":                     "ds",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":             "mc",
	"http://schemas.openxmlformats.org/package/2006/relationships":            "pr",
	"http://schemas.openxmlformats.org/package/2006/content-types":            "ct",
	"http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
	"http://purl.org/dc/elements/1.1/":                                        "dc",
	"http://schemas.microsoft.com/office/word/2010/wordml":                    "w14",
	"http://schemas.microsoft.com/office/word/2012/wordml":                    "w15",
	"http://schemas.microsoft.com/office/word/2016/wordml/cid":                "w16cid",
	"http://schemas.microsoft.com/office/word/2018/wordml":                    "w16",
	"http://schemas.microsoft.com/office/word/2018/wordml/cex":                "w16cex",
	"http://schemas.microsoft.com/office/word/2020/wordml/sdtdatahash":        "w16sdtdh",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingShape":       "wps",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup":       "wpg",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas":      "wpc",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing":     "wp14",
	"http://schemas.microsoft.com/office/drawing/2010/main":                   "a14",
	"http://schemas.microsoft.com/office/drawing/2017/decorative":             "adec",
	"http://schemas.microsoft.com/office/drawing/2016/SVG/main":               "asvg",
	"urn:schemas-microsoft-com:vml":                                           "v",
	"urn:schemas-microsoft-com:office:office":                                 "o",
	"urn:schemas-microsoft-com:office:word":                                   "w10",
	"http://www.w3.org/XML/1998/namespace":                                    "xml",
	"http://schemas.microsoft.com/office/2006/metadata/longProperties":        "lp",
	"http://schemas.microsoft.com/office/word/2006/wordml":                    "wne",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingInk":         "wpi",
	"http://schemas.microsoft.com/office/word/2015/wordml/symex":              "w16se",
	"http://schemas.microsoft.com/office/word/2023/wordml/word16du":           "w16du",
}

// understood are the name spaces that an mc:Choice may require (ECMA-376-3 7.6): those whose elements the readers
// know or may read over without loss.
var understood = map[string]bool{
	"w": true, "r": true, "wp": true, "a": true, "pic": true, "w14": true, "w15": true, "w16": true, "w16cid": true, "w16cex": true,
	"w16sdtdh": true, "w16du": true, "wps": true, "wpg": true, "wpc": true, "wp14": true, "a14": true, "adec": true, "v": true,
}
