package datepicture

import "strings"

// language are the names and the default pictures of one language.
type language struct {
	days   []string // Sunday first
	months []string
	bent   []string // months after a day, where they differ
	dayCut int      // letters of a short day name
	date   string
	time   string
}

var languages = map[string]*language{
	"en": {split("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"), split("January February March April May June July August September October November December"), nil, 3, "M/d/yyyy", "h:mm AM/PM"},
	"da": {split("søndag mandag tirsdag onsdag torsdag fredag lørdag"), split("januar februar marts april maj juni juli august september oktober november december"), nil, 3, "dd-MM-yyyy", "HH:mm"},
	"de": {split("Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"), split("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"), nil, 2, "dd.MM.yyyy", "HH:mm"},
	"nl": {split("zondag maandag dinsdag woensdag donderdag vrijdag zaterdag"), split("januari februari maart april mei juni juli augustus september oktober november december"), nil, 2, "d-M-yyyy", "HH:mm"},
	"nb": {split("søndag mandag tirsdag onsdag torsdag fredag lørdag"), split("januar februar mars april mai juni juli august september oktober november desember"), nil, 3, "dd.MM.yyyy", "HH:mm"},
	"sv": {split("söndag måndag tisdag onsdag torsdag fredag lördag"), split("januari februari mars april maj juni juli augusti september oktober november december"), nil, 3, "yyyy-MM-dd", "HH:mm"},
	"fi": {split("sunnuntai maanantai tiistai keskiviikko torstai perjantai lauantai"), split("tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu"), split("tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta"), 2, "d.M.yyyy", "H.mm"},
	"is": {split("sunnudagur mánudagur þriðjudagur miðvikudagur fimmtudagur föstudagur laugardagur"), split("janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember"), nil, 3, "d.M.yyyy", "HH:mm"},
	"fr": {split("dimanche lundi mardi mercredi jeudi vendredi samedi"), split("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"), nil, 3, "dd/MM/yyyy", "HH:mm"},
	"es": {split("domingo lunes martes miércoles jueves viernes sábado"), split("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"), nil, 3, "dd/MM/yyyy", "H:mm"},
	"it": {split("domenica lunedì martedì mercoledì giovedì venerdì sabato"), split("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"), nil, 3, "dd/MM/yyyy", "HH:mm"},
	"pt": {split("domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado"), split("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"), nil, 3, "dd/MM/yyyy", "HH:mm"},
	"cs": {split("neděle pondělí úterý středa čtvrtek pátek sobota"), split("leden únor březen duben květen červen červenec srpen září říjen listopad prosinec"), split("ledna února března dubna května června července srpna září října listopadu prosince"), 2, "dd.MM.yyyy", "H:mm"},
	"pl": {split("niedziela poniedziałek wtorek środa czwartek piątek sobota"), split("styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień"), split("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"), 3, "dd.MM.yyyy", "HH:mm"},
	"ru": {split("воскресенье понедельник вторник среда четверг пятница суббота"), split("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"), split("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"), 2, "dd.MM.yyyy", "H:mm"},
}

func split(s string) []string { return strings.Fields(s) }

// names are the language's table; Norwegian goes by any of its codes.
func names(lang string) *language {
	primary, region, _ := strings.Cut(strings.ToLower(lang), "-")
	if primary == "no" || primary == "nn" {
		primary = "nb"
	}
	l := languages[primary]
	if l == nil {
		l = languages["en"]
	}
	if primary == "en" && region != "" && region != "us" {
		other := *l
		other.date, other.time = "dd/MM/yyyy", "HH:mm"
		return &other
	}
	return l
}

// Default is the picture of a date or a time field that has none.
func Default(lang string, time bool) string {
	if time {
		return names(lang).time
	}
	return names(lang).date
}
