package due

import (
	"strings"
	"time"

	"secretary/persona/pattern"
)

// The lists are folded: lower case, no accents, no apostrophes, й as и. A line is one alternative of a regular
// expression over whole words; " .. " stands for up to four words.

func list(lines string) *pattern.Pattern {
	var all []string
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, strings.ReplaceAll(line, " .. ", ` (?:\S+ ){0,4}?`))
		}
	}
	return pattern.New(` (?:` + strings.Join(all, "|") + `) `)
}

// commits are the words by which somebody takes something on.
var commits = list(`
(?:ill|i will|im going to|i am going to|im gonna|i gonna|gonna|i shall|we will|well) .. (?:send|post|ship|mail|upload|finish|make|do|write|text|call|reply|answer|tell|show|share|drop|give|get|bring|deliver|check|look|let|have|put|record|film|draw|paint|fix|sort|pay|refund|update|ping|message|sign|pack|order|book|confirm)
im (?:sending|posting|shipping|mailing|uploading|finishing)
(?:youll|you will|you) (?:have|get|receive) (?:it|them|this|that|your|the|an?)
(?:it|they|that|yours?|order|parcel|package) .. (?:will be|ll be|be|are|is) .. (?:ready|sent|shipped|posted|done|finished)
(?:itll|theyll) .. (?:ready|sent|shipped|posted|done|finished|be there)
i promise
promised
ich (?:schicke?s?|sende|mache?s?|schreibe?|melde?|liefere|poste|lade|zeige?|sage?|bringe?|verschicke|antworte|stelle|filme|erledige|schaue?|gucke?|prufe|bestatige|packe)
(?:schicke?s?|sende|mache?s?|schreibe?|melde?|liefere|poste|zeige?|sage?|bringe?|verschicke|antworte|erledige) (?:ich|dir|euch|mich|es|sie|das)
ich (?:werde|kann) .. (?:schicken|senden|machen|schreiben|melden|liefern|posten|zeigen|sagen|bringen|verschicken|antworten|erledigen|fertig)
(?:du )?(?:bekommst|kriegst|hast) (?:du )?(?:es|sie|das|deine?|den|die|deins)
versprochen
ich verspreche
(?:te|os|le|les)(?: lo| la| los| las)? (?:mando|envio|escribo|aviso|digo|respondo|contesto|paso|subo|muestro|enseno|cuento|traigo|doy|confirmo|mandare|enviare|escribire|avisare|dire)
(?:lo|la|los|las) (?:mando|envio|subo|hago|termino|tengo|publico|enviare|hare|subire)
voy a .. (?:mandar|enviar|hacer|subir|terminar|escribir|publicar|avisar|responder)\S*
(?:mandare|enviare|hare|subire|terminare|escribire|avisare|tendras|recibiras|recibes)
prometo
prometido
(?:te|lhe)(?: o| a)? (?:mando|envio|escrevo|aviso|digo|respondo|mostro|conto|dou|confirmo|passo)
(?:eu )?(?:mando|envio|posto|faco|termino|respondo|mandarei|enviarei|farei|postarei)
vou .. (?:mandar|enviar|fazer|postar|terminar|escrever|responder|avisar|mostrar)
voce (?:recebe|vai receber|tera)
je (?:t|te |l|le |la |les |vous |y )*(?:envoie|enverrai|fais|ferai|poste|posterai|ecris|ecrirai|reponds|repondrai|dis|dirai|montre|montrerai|donne|donnerai|termine|terminerai|finis|finirai|previens|confirme)
je vais .. (?:tenvoyer|lenvoyer|envoyer|faire|poster|ecrire|tecrire|repondre|dire|montrer|donner|terminer|finir)
(?:je )?(?:promis|promets)
tu (?:l|les |la |le )?(?:auras|recevras|recois)
(?:ti|vi|te lo|te la|te li|te le|lo|la|li|le) (?:mando|invio|scrivo|dico|faccio|rispondo|mostro|do|carico|finisco|avviso|confermo|spedisco|mandero|inviero)
(?:mandero|inviero|faro|scrivero|diro|finiro|carichero|rispondero|spediro|avrai|riceverai)
prometto
promesso
(?:отправлю|пришлю|вышлю|сделаю|напишу|скину|покажу|дам|выложу|закончу|доделаю|отвечу|расскажу|привезу|подготовлю|запишу|сниму|узнаю|посмотрю|проверю|обещаю|отправим|получишь|получите|скажу|сообщу|верну|переведу|опубликую)
буд(?:ет|ут) готов\S*
`)

// refuses are the words that turn a promise into none.
var refuses = list(`
(?:wont|cant|cannot|not|dont|doesnt|never|unable|if i can)
(?:nicht|kein\S*|nie|niemals)
(?:no|nunca|nao|nem|tampoco)
(?:pas|jamais)
(?:non|mai)
(?:не|никогда)
`)

// greetings hold words that are dates elsewhere.
var greetings = list(`
(?:good|this|in the) mornings?
guten morgen
(?:am|heute|jeden) morgen
(?:por|de|en|a) la manana
(?:esta|cada|buena) manana
happy (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)
(?:last|every|letzten|jeden|chaque|cada|ogni) \S+day
(?:last|every) (?:week|weekend|night)
(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s
`)

// days are said as a distance from today.
var days = []struct {
	words *pattern.Pattern
	off   int
}{
	{list("the day after tomorrow\nday after tomorrow\npasado manana\ndepois de amanha\napres demain\nubermorgen\nuebermorgen\ndopodomani\nпослезавтра"), 2},
	{list("tomorrow\ntmrw\ntmr\ntomorow\nmanana\namanha\ndemain\nmorgen\nmorgen fruh\nmorgen abend\ndomani\nзавтра"), 1},
	{tonight, 0},
	{list("today\nhoy\nhoje\naujourdhui\nheute\noggi\nсегодня\nlater\nspater"), 0},
}

var tonight = list("tonight\nthis evening\nesta noche\nhoje a noite\nesta noite\nce soir\nheute abend\nheute nacht\nstasera\nquesta sera\nсегодня вечером\nвечером")

// weekdays in all languages, Sunday first.
var weekdays = [7]*pattern.Pattern{
	list("sunday\ndomingo\ndimanche\nsonntag\ndomenica\nвоскресень\\S+"),
	list("monday\nlunes\n(?:segunda feira|na segunda|ate segunda|proxima segunda)\nlundi\nmontag\nlunedi\nпонедельник\\S*"),
	list("tuesday\nmartes\n(?:terca feira|na terca|ate terca|proxima terca)\nmardi\ndienstag\nmartedi\nвторник\\S*"),
	list("wednesday\nmiercoles\n(?:quarta feira|na quarta|ate quarta|proxima quarta)\nmercredi\nmittwoch\nmercoledi\nсред[уые]"),
	list("thursday\njueves\n(?:quinta feira|na quinta|ate quinta|proxima quinta)\njeudi\ndonnerstag\ngiovedi\nчетверг\\S*"),
	list("friday\nviernes\n(?:sexta feira|na sexta|ate sexta|proxima sexta)\nvendredi\nfreitag\nvenerdi\nпятниц\\S+"),
	list("saturday\nsabado\nsamedi\nsamstag\nsonnabend\nsabato\nсуббот\\S+"),
}

// weeks lead to a day of this week or the next one.
var weeks = []struct {
	words *pattern.Pattern
	day   time.Weekday
	next  bool
}{
	{list("next week\n(?:la )?semana que viene\n(?:la )?proxima semana\nsemana que vem\nsemaine prochaine\n(?:nachste|naechste|kommende)r? woche\nsettimana prossima\nprossima settimana\n(?:на )?следующеи неделе"), time.Monday, true},
	{list("weekend\nfinde\nfin de semana\nfim de semana\nweek end\nwochenende\nfine settimana\nвыходн\\S+"), time.Saturday, false},
	{list("this week\nend of the week\nesta semana\ncette semaine\ndiese woche\nende der woche\nquesta settimana\n(?:на )?этои неделе"), time.Friday, false},
}

// numbers are the small ones that people write as words; 1 stands for "a" as well.
var numbers = map[string]int{}

// units, by how they begin.
var units = []struct {
	stems string
	span  time.Duration
}{
	{"min|minu|минут", time.Minute},
	{"hour|hora|heure|stunde|ora|ore|час", time.Hour},
	{"day|dia|jour|tag|giorn|день|дня|днеи|дн", 24 * time.Hour},
	{"week|seman|semain|woche|settiman|недел", 7 * 24 * time.Hour},
}

// within is a span of time from now: "in two days", "через час".
var within = pattern.New(` (?:in|within|en|dentro de|em|daqui a|dans|tra|fra|через) (?:about |circa |etwa |unas |unos |пару )?(?:(\d{1,2}|` +
	`an?|one|two|three|four|five|einer?|einem|zwei|drei|vier|funf|una?|uno|dos|tres|cuatro|cinco|uma?|dois|duas|quatro|une|deux|trois|quatre|cinq|due|tre|quattro|cinque|один|одну|два|две|три|четыре|пять) ?)?` +
	`((?:min|minu|минут|hour|hora|heure|stunde|ora|ore|час|day|dia|jour|tag|giorn|день|дня|днеи|week|seman|semain|woche|settiman|недел)\S*) `)

func init() {
	for n, words := range map[int]string{
		1: "a an one ein eine einer einem un una uno um uma une один одну",
		2: "two zwei dos dois duas deux due два две", 3: "three drei tres trois tre три",
		4: "four vier cuatro quatro quatre quattro четыре", 5: "five funf cinco cinq cinque пять",
	} {
		for _, w := range strings.Fields(words) {
			numbers[w] = n
		}
	}
	for m, names := range monthNames {
		for _, name := range strings.Fields(names) {
			months[name] = time.Month(m + 1)
		}
	}
}

var months = map[string]time.Month{}

var monthNames = [12]string{
	"january jan enero janeiro janvier januar janner gennaio января",
	"february feb febrero fevereiro fevrier februar febbraio февраля",
	"march marzo marco mars marz марта",
	"april apr abril avril aprile апреля",
	"may mayo maio mai maggio мая",
	"june jun junio junho juin juni giugno июня",
	"july jul julio julho juillet juli luglio июля",
	"august aug agosto aout августа",
	"september sep sept septiembre setembro septembre settembre сентября",
	"october oct octubre outubro octobre oktober ottobre октября",
	"november nov noviembre novembro novembre ноября",
	"december dec diciembre dezembro decembre dezember dicembre декабря",
}

var (
	dayMonth = pattern.New(` (\d{1,2})(?:st|nd|rd|th|er|го)?(?: of| de| di)? (\pL{3,}) `)
	monthDay = pattern.New(` (\pL{3,}) (\d{1,2})(?:st|nd|rd|th)? `)
	dotted   = pattern.New(` (\d{1,2})\.(\d{1,2})(?:\.\d{2,4})? `)
	ordinal  = pattern.New(` (?:the (\d{1,2})(?:st|nd|rd|th)|(?:el )?dia (\d{1,2})|(\d{1,2}) ?(?:го|числа)) `)
	clock    = pattern.New(` (\d{1,2})(?::| ?h)(\d{2}) `)
	half     = pattern.New(` (\d{1,2})(?::(\d{2}))? ?(am|pm) `)
	hour     = pattern.New(` (?:(?:at|by|um|gegen|a las|alas|as|alle|в|к) (\d{1,2})(?: uhr| часов)?|(\d{1,2}) ?(?:uhr|h|heures|часов)) `)
)
