package persona

import (
	"regexp"
	"strings"
	"unicode"
)

// Screen looks at a fan's words before anything is drafted. Codes: "bot_question" (asks whether a bot or a person
// writes, in any of twelve languages: never answered by a model) and "injection" (tries to give the model orders). It
// looks at each text and at all of them joined, as a burst may split a sentence; each code comes at most once.
func Screen(texts []string) (flags []Flag) {
	joined := newest(strings.Join(texts, "\n"))
	folded := fold(visible(joined))
	for _, s := range screens {
		if hit := s.words.find(folded); hit != "" {
			flags = append(flags, Flag{s.code, oneLine(hit, 80)})
		} else if s.raw != nil {
			if hit := s.raw(joined); hit != "" {
				flags = append(flags, Flag{s.code, oneLine(hit, 80)})
			}
		}
	}
	return flags
}

// newest cuts what a flood of messages holds to its end, which counts.
func newest(joined string) string {
	if cut := 16 * maxRunes; len(joined) > cut {
		return strings.ToValidUTF8(joined[len(joined)-cut:], "")
	}
	return joined
}

// screens are the rules about a fan's words.
var screens = []struct {
	code  string
	words phrases
	raw   func(text string) string // looks at the text as written
}{
	{"bot_question", compile(botQuestions), nil},
	{"injection", compile(injections), smuggled},
}

// smuggled finds control tokens, hidden characters that carry text, and encoded blobs.
func smuggled(text string) string {
	switch seen := visible(text); {
	case breakTokens(seen) != seen && tokenShape.MatchString(seen):
		return tokenShape.FindString(seen)
	case strings.ContainsAny(text, fenceOpen+fenceClose):
		return "brackets of the prompt"
	case strings.ContainsFunc(strings.NewReplacer("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "").Replace(text), isTag):
		return "hidden characters"
	}
	return blob.FindString(text)
}

func isTag(r rune) bool {
	return r >= 0xE0000 && r <= 0xE01EF || unicode.Is(unicode.Co, r)
}

var (
	// tokenShape is narrower than what Clean breaks: only what nobody types by accident.
	tokenShape = regexp.MustCompile(`(?i)<[|｜][^\s<>]{0,60}|</?(?:s|think|tool_call|start_of_turn|end_of_turn|system)>|<</?sys>>|` +
		`\[/?inst\]|\[img-?\d*\]?|\[/?system_prompt\]|\[tool_calls\]|/no_?think`)
	blob = regexp.MustCompile(`[A-Za-z0-9+/]{64,}={0,2}|(?:[0-9a-fA-F]{2} ?){40,}|(?:[01]{8} ){8,}`)
)

const botQuestions = `
are you ... (bot|b0t|robot|ai|human|chatbot|chatgpt|gpt|machine|program|automated|automatic|algorithm|llm)
are you (real|fake|a real|an actual|actually real|even real|really real|a person|a computer|a real person)
r u (a|an|real|human) (bot|ai|robot|human|person)?
(are|r) u ... (bot|robot|ai|human|real)
(is|was) (this|that|it|there) ... (bot|b0t|robot|ai|chatbot|chatgpt|gpt|automated|automatic|machine)
(is|was) (this|that|it) ... (real person|actual person|a person|a human|human)
(is|was) (this|that|it) (really|actually|even) you
(am|do) i ... (talk*|chat*|speak*|text*|writ*) ... (bot|robot|ai|human|person|machine|computer|chatgpt|program)
(you|ur|youre|u) (a|an|are a|are an|must be a|sound like a|seem like a) ... (bot|robot|ai|chatbot|machine)
(bot|robot|ai) or ... (human|real|person|not)
(human|real|person) or ... (bot|robot|ai|fake|machine)
prove ... (human|real|a person|not a bot)
who (is|s) (really|actually) (writing|typing|answering|there)
(do|did) you use ... (ai|chatgpt|a bot)
(does|did|is) ... (ai|bot|chatgpt) (write|writing|answer|answering|reply|replying)
(eres|sos|es|usted es) ... (bot|robot|ia|humana|humano|maquina|inteligencia artificial)
(eres|sos) ... (real|de verdad|una persona|persona real)
(estoy|hablo) ... con ... (bot|robot|ia|maquina|persona real|persona de verdad)
(voce|vc|tu) (e|es) ... (bot|robo|ia|humana|humano|maquina|real|de verdade|pessoa)
(e|es) (um|uma) (bot|robo|ia|maquina)
(estou|to) falando com ... (bot|robo|ia|maquina|pessoa)
(tu es|t es|tes|vous etes|es tu|etes vous|cest) ... (bot|robot|ia|machine|humain|humaine|vraie personne|intelligence artificielle)
(tu es|es tu|t es|tes) ... (reelle|reel|vraie|une vraie)
je parle a ... (bot|robot|ia|machine|humain|personne)
(bist|sind) (du|sie) ... (bot|roboter|ki|mensch|echt|maschine|programm|real|computer)
(ist|schreibt) (das|hier|da) ... (bot|ki|roboter|echter mensch|echt|automatisch)
(rede|schreibe|spreche|chatte) ich ... (bot|ki|roboter|maschine|mensch*|person)
(sei|e|siete) ... (bot|robot|ia|umana|umano|una macchina)
sei (vera|reale|una persona vera|una persona|vero)
(sto|parlo) ... con ... (bot|robot|ia|macchina|persona vera)
(ben|bent|is) (je|jij|u|dit) ... (bot|robot|ai|mens|echt|computer)
(praat|chat) ik met ... (bot|robot|ai|computer|mens)
(jestes|czy jestes|czy to|to) ... (bot*|robot*|ai|sztuczna inteligencja|czlowiek*|prawdziwa|prawdziwy|automat)
(rozmawiam|pisze) z ... (bot*|robot*|czlowiek*|ai|maszyna)
(ты|вы|это|тут|здесь|вы тут) ... (бот|робот|нейросет*|ии|человек|живой человек|живая|живой|программа|реальная|реальный|настоящая|настоящий|чат бот|чатгпт|машина|автоответчик)
(я|мы) ... (общаюсь|говорю|пишу|разговариваю|переписываюсь) с ... (бот*|робот*|нейросет*|ии|человеком|программой|машиной)
(ти|ви|це|тут) ... (бот|робот|нейромереж*|людина|штучний|програма|жива|справжня|справжній)
(я) ... (спілкуюсь|спілкуюся|говорю|пишу) з ... (бот*|робот*|людиною)
(sen|siz|bu) ... (bot|robot|yapay|gercek|insan) (musun|misin|misiniz|mu|mi|zeka)?
(botsun|robotsun|bot musun|robot musun|insan misin|gercek misin|yapay zeka misin)
(apakah|apa) (kamu|anda|ini) ... (bot|robot|ai|manusia|asli)
(esti|e|este) ... (bot|robot|om real|ai|persoana reala)
(är|ar) (du|det) ... (bot|robot|ai|manniska|riktig|akta)
(هل|انت|انتي|أنت) ... (بوت|روبوت|انسان|إنسان|ذكاء|حقيقي|حقيقية)
(את|אתה|זה) ... (בוט|רובוט|אמיתית|אמיתי|בן אדם|אדם)
(क्या|आप|तुम) ... (बॉट|रोबोट|इंसान|एआई|असली)
(شما|تو|آیا) ... (ربات|بات|انسان|واقعی|هوش)
*(你是|您是|这是)*(机器人|人工智能|真人|ai|真的人)*
`

const injections = `
(ignore|disregard|forget|bypass|override|skip|drop) ... (instruction*|rule*|prompt*|guideline*|directive*|restriction*|programming|training)
(ignore|disregard|forget) ... (everything|all) ... (above|before|previous*|prior|said|told)
(system|hidden|initial|original|secret|developer) (prompt*|instruction*|message*)
(developer|debug|admin|god|dan|sudo|jailbreak|maintenance|unrestricted) mode
jailbreak*
do anything now
(repeat|print|show|reveal|output|display|leak|write|tell|give|send|translate|summari*|copy) ... (prompt|instructions|rules|guidelines|text above|words above|everything above|hidden text|your context)
(what|which) (are|is|were) your ... (instructions|rules|prompt|guidelines)
you are (now|no longer)
from now on you ... (are|will|must|act|answer|reply|respond)
(pretend|act|behave|roleplay|respond|answer) as ... (a|an|if|the|another) ... (ai|bot|assistant|model|developer|admin|system)
(pretend|imagine) ... (you are|youre|to be)
new (instruction*|rule*|task|orders)
(end|start|begin*) of ... (prompt|instruction*|system|conversation|context)
(decode|base64|rot13)
(as|for) (your|the) (developer|creator|admin|owner|administrator|operator) ... (i|we) (order|command|instruct|tell|need|authori*)
(this|the following) is ... (admin*|system|developer|operator|telegram) (message|override|command|notice|request)
(answer|reply|respond|say) only with
(ignora|olvida|omite|descarta) ... (instruccion*|reglas|indicaciones|ordenes|anterior*|prompt)
(muestra|repite|revela|dime|imprime) ... (instrucciones|prompt|reglas|texto de arriba)
(ahora eres|a partir de ahora)
(ignore|ignora|esqueca|desconsidere) ... (instrucoes|regras|anteriores|prompt)
(mostre|repita|revele|diga) ... (instrucoes|prompt|regras)
(agora voce e|a partir de agora)
(ignore|oublie|oubliez|ignorez) ... (instructions|consignes|regles|precedent*|prompt)
(affiche|repete|revele|montre) ... (instructions|consignes|prompt|regles)
(ignoriere|vergiss|missachte|ignorier) ... (anweisung*|regeln|befehl*|instruktion*|vorherige*|prompt|alles)
(zeig*|wiederhol*|verrate|gib|nenne) ... (anweisung*|systemprompt|prompt|regeln|instruktion*)
(du bist jetzt|ab jetzt bist du|ab sofort bist du)
(ignora|dimentica) ... (istruzioni|regole|precedenti|prompt)
(mostra|ripeti|rivela) ... (istruzioni|prompt|regole)
(игнорируй*|забудь*|проигнорируй*|отмени) ... (инструкц*|правил*|указани*|предыдущ*|промпт*|все)
(покажи|повтори|выведи|раскрой|напиши|пришли) ... (инструкци*|промпт*|системн*|правила|текст выше)
(теперь ты|отныне ты|с этого момента ты)
(ігноруй*|забудь*) ... (інструкці*|правил*|попередн*|промпт*|все)
(покажи|повтори|виведи) ... (інструкці*|промпт*|системн*)
(zignoruj|ignoruj|zapomnij) ... (instrukcj*|polecen*|zasad*|poprzedni*|prompt)
(pokaz|powtorz|ujawnij) ... (instrukcj*|prompt*|zasad*)
(onceki|yukaridaki|tum) ... (talimat*|kural*|komut*) ... (unut*|yok say*|gormezden|goster*)
(talimatlarini|sistem mesajini|kurallarini)
(negeer|vergeet) ... (instructies|regels|vorige|prompt)
(تجاهل|انس) ... (التعليمات|القواعد|السابقة)
`
