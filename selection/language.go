package selection

import "strings"

// fallbacks are the languages to look a text up in: nl-BE, nl, the text for all languages, English.
func fallbacks(language string) []string {
	l := strings.ReplaceAll(strings.ToLower(language), "_", "-")
	out := []string{language, l}
	if i := strings.IndexByte(l, '-'); i > 0 {
		out = append(out, l[:i])
	}
	return append(out, "", "en")
}

// in looks a text up with fallbacks.
func in(m map[string]string, language string) string { return Text(m).For(language) }

// lcids are the Windows language numbers that datasets carry (BCReportInformation/ReportRequest/Language).
var lcids = map[string]string{
	"1030": "da", "1031": "de", "1033": "en", "1034": "es", "1035": "fi", "1036": "fr", "1038": "hu", "1039": "is", "1040": "it",
	"1043": "nl", "1044": "nb", "1045": "pl", "1046": "pt-BR", "1049": "ru", "1053": "sv", "1029": "cs", "1061": "et", "1063": "lt",
	"1055": "tr", "2055": "de-CH", "2057": "en-GB", "2058": "es-MX", "2060": "fr-BE", "2064": "it-CH", "2067": "nl-BE", "2070": "pt",
	"3079": "de-AT", "3081": "en-AU", "3082": "es", "3084": "fr-CA", "4105": "en-CA", "5129": "en-NZ", "4108": "fr-CH", "1025": "ar",
	"1037": "he", "1041": "ja", "2052": "zh-CN", "1032": "el", "1048": "ro", "1051": "sk", "1060": "sl", "1026": "bg", "1050": "hr",
}

// LanguageOf turns a dataset's language (a Windows number or a tag such as nl-NL) into a BCP 47 tag; "" stays "".
func LanguageOf(s string) string {
	s = strings.TrimSpace(s)
	if tag, ok := lcids[s]; ok {
		return tag
	}
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		return ""
	}
	return s
}
