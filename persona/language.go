package persona

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"secretary/persona/pattern"
)

// Language guesses the language of a short text by its script and its commonest words: an ISO 639-1 code, or "" when
// it cannot tell. It knows Arabic, Bengali, Bulgarian, Chinese, Dutch, English, French, Georgian, German, Greek,
// Hebrew, Hindi, Indonesian, Italian, Japanese, Korean, Persian, Polish, Portuguese, Romanian, Russian, Serbian,
// Spanish, Swedish, Tamil, Thai, Turkish, Ukrainian, Urdu and Vietnamese. It prefers silence to a wrong guess.
func Language(text string) string {
	text = strings.ToLower(strings.ReplaceAll(addresses.ReplaceAllString(text, " "), "’", "'"))
	switch s := script(text); s {
	case nil:
		return ""
	case unicode.Latin:
		return latin(text)
	case unicode.Cyrillic:
		return cyrillic(text)
	case unicode.Arabic:
		return arabic(text)
	case unicode.Han:
		if strings.IndexFunc(text, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }) >= 0 {
			return "ja"
		}
		return "zh"
	default:
		return scriptLanguage[s]
	}
}

// addresses and handles have no language.
var addresses = pattern.New(`https?://\S+|\S+@\S+|@\w+|\w+\.\w{2,}/\S*`)

// scripts in the order in which ties are decided; the Latin one is the last.
var scripts = [...]*unicode.RangeTable{unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Han, unicode.Cyrillic,
	unicode.Arabic, unicode.Hebrew, unicode.Greek, unicode.Thai, unicode.Devanagari, unicode.Bengali, unicode.Tamil,
	unicode.Georgian, unicode.Armenian, unicode.Latin}

// scriptLanguage names the language of scripts that are (nearly) used by one language only.
var scriptLanguage = map[*unicode.RangeTable]string{unicode.Hangul: "ko", unicode.Hiragana: "ja", unicode.Katakana: "ja",
	unicode.Hebrew: "he", unicode.Greek: "el", unicode.Thai: "th", unicode.Devanagari: "hi", unicode.Bengali: "bn",
	unicode.Tamil: "ta", unicode.Georgian: "ka", unicode.Armenian: "hy"}

// script gives the script of most letters, nil if there is none. Han counts double, as one sign is a word.
func script(text string) *unicode.RangeTable {
	var counts [len(scripts)]int
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			counts[len(scripts)-1]++
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			for i, s := range scripts {
				if unicode.Is(s, r) {
					counts[i]++
					if s == unicode.Han || s == unicode.Hangul {
						counts[i]++
					}
					break
				}
			}
		}
	}
	var best *unicode.RangeTable
	most := 0
	for i, s := range scripts {
		if counts[i] > most {
			best, most = s, counts[i]
		}
	}
	return best
}

func cyrillic(text string) string {
	switch {
	case strings.ContainsAny(text, "їєґ"):
		return "uk"
	case strings.ContainsAny(text, "ђћљњџј"):
		return "sr"
	case strings.ContainsAny(text, "ыэё"):
		return "ru"
	}
	if code := vote(text, cyrillicWords, nil); code != "" {
		return code
	}
	switch {
	case strings.Contains(text, "і"):
		return "uk"
	case strings.Contains(text, "ът"):
		return "bg"
	case len(strings.Fields(text)) > 3:
		return "ru"
	}
	return ""
}

func arabic(text string) string {
	switch {
	case strings.ContainsAny(text, "ٹڈڑںےہھ"):
		return "ur"
	case strings.ContainsAny(text, "پچژگیک"):
		return "fa"
	}
	return "ar"
}

func latin(text string) string { return vote(text, latinWords, letters) }

// vote weighs the words of each language: a word of n languages counts 1/n for each. The winner needs about one word
// of its own, and a clear lead.
func vote(text string, words map[string][]string, letters map[string]string) string {
	scores := make([]score, 0, 16)
	for w := range strings.FieldsFuncSeq(text, between) {
		codes := words[w]
		for _, c := range codes {
			scores = give(scores, c, 1/float64(len(codes)))
		}
	}
	if !allASCII(text) {
		for r, c := range letters {
			if n := strings.Count(text, r); n > 0 {
				scores = give(scores, c, min(1, 0.6*float64(n)))
			}
		}
	}
	var first, second score
	for _, s := range scores {
		if s.points > first.points {
			first, second = s, first
		} else if s.points > second.points {
			second = s
		}
	}
	if first.points < 0.6 || first.points < 1.3*second.points {
		return ""
	}
	return first.code
}

// score is what speaks for a language.
type score struct {
	code   string
	points float64
}

func give(scores []score, code string, points float64) []score {
	for i := range scores {
		if scores[i].code == code {
			scores[i].points += points
			return scores
		}
	}
	return append(scores, score{code, points})
}

// allASCII tells whether a text has ASCII characters only.
func allASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// between tells what separates words.
func between(r rune) bool {
	if r < utf8.RuneSelf {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '\'')
	}
	return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r)
}

// reads tells whether a third of the words are common ones of that language: then a name such as "Ben", which is also
// Dutch for "am", makes it no other.
func reads(text, code string) bool {
	words, hits := 0, 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), between) {
		words++
		if slices.Contains(latinWords[w], code) || slices.Contains(cyrillicWords[w], code) {
			hits++
		}
	}
	return hits > 0 && 3*hits >= words
}

// letters that (nearly) one of the languages of latinWords uses.
var letters = map[string]string{"ñ": "es", "¿": "es", "¡": "es", "ã": "pt", "õ": "pt", "ß": "de", "œ": "fr", "ł": "pl",
	"ą": "pl", "ę": "pl", "ż": "pl", "ś": "pl", "ğ": "tr", "ı": "tr", "ş": "tr", "ă": "ro", "ț": "ro", "å": "sv",
	"đ": "vi", "ơ": "vi", "ư": "vi", "ế": "vi", "ạ": "vi"}

var latinWords = wordTable(map[string]string{
	"en": "the and you your yours i i'm i'd i'll you're it it's its is are was were be been to of in for on with that this these those what when where why how who can can't do don't does did have has had my me we our they them not but so if just like love hello hi hey thanks thank please good morning night yes would could should will want know about from there here much very really today tomorrow so too some any more all get got see out up writing miss sorry great nice one at as by an or she he her his lol bye welcome always never sure maybe sweet dear honey",
	"es": "el la los las un una unos y o que de del al en es son está estás estoy están eres soy por para con sin no sí si como cómo qué cuándo dónde cuánto cuánta cuesta cuestan quién porque pero muy más tu tú te mi me yo lo le se ya hola gracias buenos buenas días noches tardes hoy mañana quiero quieres puedo puedes tienes tengo gusta gustas también bien eso esto esta este amor cariño guapa guapo hermosa linda nunca siempre hacer nada todo algo adiós hasta luego foto fotos",
	"pt": "o a os as um uma e ou que de do da dos das no na nos nas em é são está estou estás você vc voce tu eu ele ela por para pra com sem não nao sim se como quando onde quanto custa quem porque mas muito muita mais meu minha seu sua te me já olá oi obrigado obrigada bom boa dia noite tarde hoje amanhã quero quer posso pode tem tenho gosto também bem isso isto amor linda lindo nunca sempre fazer nada tudo tchau saudade beijo beijos ola foi ser",
	"fr": "le la les un une des du de et ou que qui quoi quand où comment combien pourquoi est es suis sont êtes a as ai avez je j'ai j'aime c'est tu il elle on nous vous ils mon ma mes ton ta tes son sa ses ce cette ces ne pas plus non oui si mais avec sans pour par dans sur en au aux très bien bonjour bonsoir salut coucou merci beaucoup aujourd'hui demain veux peux peut voir fait faire aime toi moi belle beau coûte ça ca toujours jamais d'accord bisous jour nuit",
	"de": "der die das den dem des ein eine einen einer und oder aber ist sind bin bist war hast habe hab hat haben ich du er sie es wir ihr mich mir dich dir mein meine dein deine nicht kein keine ja nein doch was wer wie wo wann warum wieviel kostet kosten mit ohne für von zu zum zur in im auf an am bei nach sehr gut gute guten morgen abend nacht tag heute hallo hey danke bitte schön schöne liebe lieb kann kannst will willst möchte auch noch schon nur so dann wenn weil dass gern gerne mal wieder immer nie geht's tschüss bis süß",
	"it": "il lo la gli le i un una uno e o ma che di del della dei in nel nella è sono sei siamo ho hai ha abbiamo io tu lui lei noi mi ti ci si non sì no come quando dove quanto costa chi perché con senza per da molto più mio mia tuo tua ciao grazie buongiorno buonasera buonanotte oggi domani voglio vuoi posso puoi anche bene questo questa quello amore bella bello tesoro sempre mai fare niente tutto qualcosa bacio baci scrivere scritto salve",
	"nl": "de het een en of maar is zijn ben bent was heb hebt heeft ik jij je hij zij ze wij we mij me mijn jouw niet geen ja nee wat wie hoe waar wanneer waarom kost met zonder voor van naar op in aan bij te heel erg goed goede goedemorgen morgen avond nacht dag vandaag hallo hoi hey dank dankjewel bedankt alsjeblieft mooi mooie lief lieve kan kun wil wilt ook nog al dus dan als omdat dat dit graag weer altijd nooit doei leuk",
	"pl": "i a w z na do od nie tak że to jest są jestem jesteś był być mam masz ma ja ty on ona my wy mnie mi cię ci mój moja twój twoja co kto jak gdzie kiedy dlaczego ile kosztuje dla po przez się już jeszcze bardzo dobrze dobry dzień dobranoc wieczór cześć hej dzięki dziękuję proszę dzisiaj dziś jutro chcę chcesz mogę możesz też tylko ale albo kocham piękna kochana zawsze nigdy pa czy",
	"tr": "ve bir bu şu o ben sen biz siz için ile ama değil var yok mı mi mu mü ne nasıl nasılsın nerede zaman neden kim kaç kadar çok daha en iyi güzel merhaba selam teşekkürler teşekkür ederim lütfen evet hayır bugün yarın akşam gece günaydın seni bana sana benim senin istiyorum aşkım canım tatlım gibi sonra şimdi her hiç fiyat mısın misin",
	"sv": "och att det är jag du han hon vi ni de en ett inte ja nej men eller som på i för med av till om har hade var vad vem hur när varför var kostar min mitt din ditt mig dig sig mycket bra god morgon kväll natt hej tack snälla idag imorgon vill kan ska också bara så då här där alltid aldrig älskar fin vacker hejdå",
	"id": "dan yang di ke dari ini itu saya aku kamu anda dia kami kita mereka tidak bukan ya ada apa siapa bagaimana kapan mana kenapa berapa untuk dengan sudah belum akan bisa mau halo hai terima kasih tolong selamat pagi malam siang hari besok cantik sayang juga sangat banget lagi nggak gak foto harga",
	"ro": "și si este sunt ești nu da un o la de pe cu fără pentru din în ce cine cum unde când cât costă mult foarte bine bună salut mulțumesc mersi te rog azi mâine vreau vrei pot poți am ai are eu tu el ea noi voi meu mea tău ta frumoasă iubire mereu niciodată",
	"vi": "và là của tôi bạn em anh chị không có một những này đó gì ai như thế nào khi đâu sao bao nhiêu cho với rất đẹp xin chào cảm ơn hôm nay mai yêu được rồi ạ nhé",
})

var cyrillicWords = wordTable(map[string]string{
	"ru": "и в не на я ты что как это с по но у мне меня тебя тебе он она мы вы да нет все так же за от из для если когда где кто почему сколько стоит привет здравствуйте здравствуй спасибо пожалуйста сегодня завтра очень хочу можешь могу можно люблю есть был была будет мой моя твой твоя добрый день вечер утро ночи",
	"uk": "і в не на я ти що як це з по але у мені мене тебе тобі він вона ми ви так ні все за від для якщо коли де хто чому скільки коштує привіт дякую будь ласка сьогодні завтра дуже хочу можеш можу можна люблю є був була буде мій моя твій твоя добрий день вечір ранок",
	"bg": "и в не на аз ти какво как това с по но съм си е сме сте са той тя ние вие да няма има за от ако кога къде кой защо колко струва здравей здравейте благодаря моля днес утре много искам можеш мога обичам беше ще мой моя твой добър ден вечер",
})

func wordTable(lists map[string]string) map[string][]string {
	table := map[string][]string{}
	for code, list := range lists {
		for w := range set(list) {
			table[w] = append(table[w], code)
		}
	}
	return table
}

// names of languages: in English, as told to the model, and as a creator may write them in an instruction.
var languages = []struct{ code, english, others string }{
	{"en", "English", "englisch|inglés|ingles|anglais|inglese|inglês|английск|англійськ|angielsk|ingilizce"},
	{"es", "Spanish", "spanisch|español|espagnol|spagnolo|espanhol|испанск|іспанськ|hiszpańsk|ispanyolca"},
	{"pt", "Portuguese", "portugiesisch|portugués|portugais|portoghese|português|португальск|portugalsk|portekizce"},
	{"fr", "French", "französisch|francés|français|francese|francês|французск|французьк|francusk|fransızca"},
	{"de", "German", "deutsch|alemán|allemand|tedesco|alemão|немецк|німецьк|niemieck|almanca"},
	{"it", "Italian", "italienisch|italiano|italien|итальянск|włosk|italyanca"},
	{"nl", "Dutch", "niederländisch|holländisch|neerlandés|néerlandais|olandese|holandês|нидерландск|голландск"},
	{"pl", "Polish", "polnisch|polaco|polonais|polacco|polonês|польск|polsk"},
	{"tr", "Turkish", "türkisch|turco|turc|турецк|tureck|türkçe"},
	{"sv", "Swedish", "schwedisch|sueco|suédois|svedese|шведск"},
	{"id", "Indonesian", "indonesisch|indonesio|indonésien|индонезийск"},
	{"ro", "Romanian", "rumänisch|rumano|roumain|rumeno|румынск|română"},
	{"vi", "Vietnamese", "vietnamesisch|vietnamita|вьетнамск"},
	{"ru", "Russian", "russisch|ruso|russe|russo|русск|по-русски|російськ|rosyjsk|rusça"},
	{"uk", "Ukrainian", "ukrainisch|ucraniano|ukrainien|украинск|українськ"},
	{"bg", "Bulgarian", "bulgarisch|búlgaro|bulgare|болгарск|български"},
	{"sr", "Serbian", "serbisch|serbio|serbe|сербск|srpski"},
	{"ar", "Arabic", "arabisch|árabe|arabe|arabo|арабск|العربية"},
	{"fa", "Persian", "farsi|persisch|persa|persan|персидск|فارسی"},
	{"ur", "Urdu", "اردو"},
	{"he", "Hebrew", "hebräisch|hebreo|hébreu|ebraico|иврит|עברית"},
	{"el", "Greek", "griechisch|griego|grec|greco|греческ|ελληνικά"},
	{"th", "Thai", "thailändisch|tailandés|тайск"},
	{"hi", "Hindi", "हिन्दी|हिंदी|хинди"},
	{"bn", "Bengali", "বাংলা"},
	{"ta", "Tamil", "தமிழ்"},
	{"ka", "Georgian", "georgisch|грузинск"},
	{"hy", "Armenian", "armenisch|армянск"},
	{"ko", "Korean", "koreanisch|coreano|coréen|корейск|한국어"},
	{"ja", "Japanese", "japanisch|japonés|japonais|giapponese|японск|日本語"},
	{"zh", "Chinese", "chinesisch|chino|chinois|cinese|китайск|中文|汉语"},
}

// told are languages that [Language] does not know, but whose names a model understands.
var told = map[string]string{"cs": "Czech", "sk": "Slovak", "hu": "Hungarian", "fi": "Finnish", "da": "Danish", "no": "Norwegian",
	"nb": "Norwegian", "hr": "Croatian", "bs": "Bosnian", "sl": "Slovenian", "lt": "Lithuanian", "lv": "Latvian", "et": "Estonian",
	"ca": "Catalan", "gl": "Galician", "eu": "Basque", "sq": "Albanian", "ms": "Malay", "tl": "Filipino", "fil": "Filipino",
	"sw": "Swahili", "af": "Afrikaans", "is": "Icelandic", "az": "Azerbaijani", "uz": "Uzbek", "kk": "Kazakh", "mk": "Macedonian", "be": "Belarusian"}

// languageName gives the English name of a code, "" if it is not known.
func languageName(code string) string {
	for _, l := range languages {
		if l.code == code {
			return l.english
		}
	}
	return told[code]
}

// named gives the language that an instruction names ("shorter, in Spanish"), "" if none.
func named(instruction string) string {
	if instruction == "" {
		return ""
	}
	instruction = strings.ToLower(instruction)
	for _, l := range languages {
		for _, name := range strings.Split(strings.ToLower(l.english)+"|"+l.others, "|") {
			if at := strings.Index(instruction, name); name != "" && at >= 0 && startsWord(instruction[:at]) {
				return l.code
			}
		}
	}
	return ""
}

func startsWord(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || !unicode.IsLetter(r)
}
