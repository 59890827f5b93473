package persona

import (
	"strings"
	"unicode"

	"secretary/persona/firewall"
	"secretary/persona/fold"
	"secretary/persona/pattern"
)

// kinds sorts a fan's messages by simple rules, each 0 or 1: nothing but a greeting, thanks or emoji; a question; and
// talk of money. They are told apart because creators are: some let every "good morning" be answered, few a price.
func kinds(texts []string) (greeting, question, money float64) {
	joined := newest(strings.Join(texts, "\n"))
	words := strings.Fields(fold.Text(joined))
	asks := questionMark.MatchString(joined) || questions.Find(joined) != ""
	pays := Money(joined)
	return one(pleasantry(joined, words) && !asks && !pays), one(asks), one(pays)
}

// longestGreeting in words: "good morning my dear mia, thanks for everything".
const longestGreeting = 8

// pleasantry tells whether nothing is said that calls for more than a friendly word.
func pleasantry(text string, words []string) bool {
	if len(words) == 0 {
		return strings.ContainsFunc(text, isEmoji)
	}
	hits := 0
	for _, w := range words {
		if pleasantries[w] {
			hits++
		}
	}
	// A name or two may stand among them.
	return len(words) <= longestGreeting && hits > 0 && 2*hits >= len(words) && !strings.ContainsFunc(text, unicode.IsDigit)
}

// pleasantries are the words of greetings and thanks, folded, in the larger languages.
var pleasantries = func() map[string]bool {
	m := map[string]bool{}
	for w := range set("hi hii hey heyy hello hallo hiya yo good morning evening night afternoon day gm gn sweet dreams sleep well " +
		"thanks thank thx ty you u so much very dear love babe baby honey darling welcome bye goodnight goodmorning " +
		"lovely nice wow cool great haha hahaha lol ok okay yes aww miss xoxo kiss kisses hug hugs beautiful gorgeous have a my " +
		"hola buenos buenas dias noches tardes gracias muchas guapa linda amor carino besos dia que tengas un buen " +
		"oi ola bom boa tarde noite obrigado obrigada beijo beijos querida lindo " +
		"salut bonjour bonsoir bonne nuit journee merci beaucoup coucou bisous belle cherie ma " +
		"guten morgen tag abend gute nacht danke vielen lieben schon schonen liebe kuss servus moin dir " +
		"ciao buongiorno buonasera buonanotte grazie mille bella cara baci " +
		"hoi goedemorgen goedenavond welterusten dank je bedankt lieve doei czesc dzien dobry dobranoc dziekuje kochana " +
		"merhaba selam gunaydin iyi geceler tesekkurler canim " +
		"привет приветик здравствуй здравствуйте доброе утро добрый день вечер ночи спокойной доброй спасибо большое милая пока " +
		"привіт добрий ранок дякую добраніч добридень вечір " +
		"مرحبا صباح الخير مساء شكرا حبيبتي שלום בוקר טוב תודה नमस्ते धन्यवाद 你好 早安 晚安 谢谢 こんにちは おはよう ありがとう 안녕 감사합니다 고마워") {
		m[strings.TrimSpace(fold.Text(w))] = true
	}
	return m
}()

// questionMark wants letters before it: "?!?" alone asks nothing. The Greek mark is a Latin semicolon.
var questionMark = pattern.New(`\p{L}[^?？؟;]*[?？؟]|\p{Greek}[^?;]*;`)

// questions are ways to ask without a mark.
var questions = firewall.Compile(`
(what|whats|when|where|wheres|why|who|whos|whose|which|how|hows|howre) (is|are|was|were|do|does|did|can|could|would|will|much|many|about|you|long|old|the|s|kind|time|r|u)
(do|did|can|could|would|will|are|have|should) (you|u|we|i) ...
(is|are) (there|it|this|that|the)
(que|como|cuando|donde|cuanto|cuanta|cuantos|quien|cual) (es|son|esta|estas|puedo|puedes|tal|cuesta|haces|tienes|vale|hora)
por que
(quanto|quando|onde|quem|qual|como) (e|esta|custa|voce|posso|vai|foi|costa|sei|stai)
(est ce|combien|pourquoi|quand|comment|quel|quelle|qui est|ou est)
(was|wann|wo|wie|warum|wer|welche*|wieviel|woher) (ist|sind|machst|kann|kannst|kostet|viel|lange|hast|bist|geht|du|es)
(kannst|hast|bist|magst|willst|wirst|machst) du
(cosa|quando|dove|perche|chi|quale) (fai|e|sei|posso|costa|vai)
(hoeveel|wanneer|waar|waarom|wie|welke|wat) (is|zijn|kost|doe|kan|ben|heb)
(ile|kiedy|gdzie|dlaczego|kto|jak|czy) *
(nasil|nasilsin|ne zaman|nerede|neden|kim|kac|ne kadar)
(что|как|когда|где|почему|зачем|кто|сколько|какой|какая|какие|можно|можешь) *
(що|як|коли|де|чому|хто|скільки|який|яка|чи) *
`)

// newest cuts what a flood of messages holds to its end, which counts.
func newest(joined string) string {
	if cut := 16 * maxRunes; len(joined) > cut {
		return strings.ToValidUTF8(joined[len(joined)-cut:], "")
	}
	return joined
}
