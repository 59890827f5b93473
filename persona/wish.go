package persona

import (
	"strings"

	"secretary/persona/firewall"
)

// What a fan may ask of the program itself rather than of the creator.
const (
	WishPerson  = "human"   // to be answered by a person
	WishPrivacy = "privacy" // what is kept
)

// Wish tells whether a fan's message is one of the two commands every fan has, "/human" and "/privacy" (in any case,
// also with a bot's name behind it or words after it), or asks for a person in plain words. Empty: neither.
func Wish(text string) string {
	command, isCommand := strings.CutPrefix(strings.ToLower(visible(text)), "/")
	if isCommand {
		command, _, _ = strings.Cut(strings.Fields(command + " -")[0], "@")
		if command == WishPerson || command == WishPrivacy {
			return command
		}
		return ""
	}
	found := wishes.Find(text)
	for _, wish := range []string{WishPerson, WishPrivacy} {
		if found[wish] != "" {
			return wish
		}
	}
	return ""
}

var wishes = firewall.CompileLists(map[string]string{WishPerson: personPhrases, WishPrivacy: privacyPhrases})

// personPhrases ask for a person. A question whether one is there ("am I talking to a human?") is not among them: it
// has an answer of its own.
const personPhrases = `
(want|like|need|prefer|wish) ... to ... (talk|speak|chat|write|text) ... (to|with) (a|an|the|some)? (real|actual|live|living)? (human|human being|person|real person|somebody real|someone real)
(can|could|may) (i|you|we) ... (talk|speak|chat|write) ... (to|with) (a|an|some)? (human|real person|actual person|live person|human being)
(can|could|may) (i|you|we) (please|just)? (get|have|connect me to|connect me with) (a|an|some)? (human|real person|actual person|live person|human being)
(let|get|give|connect|transfer) me ... (to|with)? (a|an)? (human|real person|actual person|live person|human being)
(no|stop|not|without) ... (bot|ai|robot|machine) ... (human|real person|person) please
(human|real person|real human) please
(stop|no) (answering|replying|writing|talking) ... with ... (bot|ai|machine|program)
(stop|no more) (the|this|your)? (bot|ai|automatic replies|automatic messages)
(quiero|necesito|quisiera|prefiero|puedo|podria|me gustaria) ... (hablar|escribir|chatear) ... con (una|un)? (persona|humano|humana|persona real|ser humano)
(quero|preciso|gostaria|posso|prefiro) ... (falar|conversar|escrever) ... com (uma|um)? (pessoa|humano|humana|pessoa real|ser humano)
(je veux|je voudrais|jaimerais|je prefere|puis je|est ce que je peux) ... (parler|ecrire|discuter) ... (a|avec) (une|un)? (personne|humain|vraie personne|etre humain)
(ich will|ich mochte|ich moechte|ich wurde|kann ich|konnte ich|lieber) ... (mit|an) ... (menschen|mensch|echten person|echten menschen|person) ... (sprechen|reden|schreiben|chatten)
(voglio|vorrei|posso|preferisco) ... (parlare|scrivere|chattare) ... con (una|un)? (persona|umano|umana|persona vera|essere umano)
(ik wil|kan ik|mag ik) ... met een (mens|echt mens|echt persoon|persoon) ... (praten|spreken|chatten)
(chce|chcialbym|chcialabym|moge|wole) ... (rozmawiac|porozmawiac|pisac) ... z (czlowiekiem|prawdziwym czlowiekiem|osoba|zywym czlowiekiem)
(хочу|хотел бы|хотела бы|можно|дайте|могу) ... (поговорить|говорить|общаться|написать|пообщаться|связаться) ... с (живым|реальным|настоящим)? (человеком|людьми)
(позови|позовите|переключи|переключите|соедини|соедините) ... (человека|человеком|оператора|оператором)
(хочу|можна|можу) ... (поговорити|говорити|спілкуватися|написати) ... (з|із) (живою|справжньою)? (людиною|людьми)
(bir|gercek) (insanla|insan ile|kisiyle) ... (konusmak|gorusmek|yazismak) (istiyorum|isterim)
(اريد|أريد|ممكن) ... (التحدث|اتكلم|أتكلم|الكلام) ... (مع|الى|إلى) ... (شخص|انسان|إنسان|بشر)
`

const privacyPhrases = `
(what|which) ... (data|information) ... (store|keep|save|collect|have) ... about me
(privacy|data protection) (policy|notice|statement)
(que|cuales) datos ... (guardas|guardais|guardan|tienes|almacenas) ... (mi|mios)
welche daten ... (speicherst|speichert|speichern|habt|hast) ... (von|uber|ueber) mir
quelles donnees ... (gardes|gardez|stockez|collectez) ... (moi|sur moi)
какие данные ... (хранишь|храните|собираешь|собираете) ... (обо мне|о мне)
`
