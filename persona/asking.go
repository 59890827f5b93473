package persona

import (
	"strings"

	"secretary/persona/pattern"
)

// What a question looks like without a question mark, language by language. It is data: a wrong hit costs a line in the
// prompt, a miss leaves one question to the judge alone. Words that open statements as often as questions ("cuando",
// "wie schön", "when I") are only listed together with a word that makes them a question.

// openers begin a question, after a greeting or an "and" at most.
var openers = opening(
	// English
	`(?:what|where|who|whose|why|how|which|when)(?:['’]?(?:s|re|d|ll|m))?(?: exactly| else)? (?:is|are|r|was|were|do|does|did|can|could|`+
		`will|would|should|has|have|had|am|to|u|ya|you|your|about|kind|sort|type|time|day|month|size|colou?r|language|one|ones|much|many|long|old|`+
		`far|often|big|tall|come|soon|late|expensive|the price|the cost)`,
	`(?:what|which|whose|how) \pL+ (?:is|are|do|does|did|can|could|will|would|should|has|have|was|were)`, `(?:what|where|who|how|when|why)['’]s`, `whats|wheres|hows|whens|whos|why not|how come|wyd|hbu|wbu|any (?:news|chance|idea)`,
	`(?:do|does|did|don['’]?t|didn['’]?t|can|could|can['’]?t|will|won['’]?t|would|wouldn['’]?t|should|are|aren['’]?t|is|isn['’]?t|was|were|have|haven['’]?t|has|`+
		`may|shall|am) (?:you|ya|u|i|we|they|it|he|she|there|the|your|this|that|these|those|my|any|anyone|anybody)`,
	// Spanish, Portuguese
	`(?:qué|cuál|cuáles|cuánto|cuánta|cuántos|cuántas|cuándo|dónde|adónde|cómo|quién|quiénes|por qué)`,
	`(?:cuanto|cuánto) (?:cuesta|cuestan|vale|es|sale)|donde (?:estás|estas|vives|puedo|está|esta|lo|la)|como (?:estás|estas|te|puedo|va)|`+
		`que (?:haces|tal|precio|talla|hora|vas)|cuando (?:vas|puedes|publicas|sale|vuelves)|por que|(?:puedes|puedo|tienes|haces|vendes|envías|envias|quieres) (?:un|una|el|la|los|las|me|a|hacer|fotos)`,
	`quant[oa]s? (?:custa|custam|é|fica|tempo|são)|qual|quais|onde|aonde|quando (?:você|vc|vai|sai|posso|volta)|como (?:vai|está|você|vc|foi|faço|posso)|`+
		`por ?qu[eê]|o que|tudo bem|(?:você|vc|tu) (?:tem|pode|faz|envia|vende|quer|aceita|mora)`,
	// French
	`est-?ce qu|qu['’]est-?ce|c['’]est (?:quoi|combien|quand|où|possible)|combien|comment|pourquoi|où|quand (?:est|tu|vous)|qui (?:est|es)|quell?e?s?|quoi de neuf|`+
		`\pL+-(?:tu|vous|il|elle|on|je|nous)`, `(?:ça|tu) (?:coûte|fais|viens|peux|veux|vends|habites) (?:combien|quoi|quand|où|d['’]où)`,
	// German, Dutch
	`(?:was|wer|wem|wen|wo|woher|wohin|wofür|wann|warum|wieso|weshalb|wieviele?|welche[rsnm]?)`,
	`wie (?:geht|viele?|lange|oft|teuer|groß|alt|ist|war|heißt|heisst|kann|kommt?|machst|weit|bist|findest|läuft|wäre|funktioniert|lang)`,
	`(?:kann|kannst|können|könntest|könnte|hast|habt|haben|bist|ist|machst|willst|magst|gibt|verkaufst|verschickst|versendest|lieferst|wirst|darf|soll|wohnst|geht|kommst|kennst) `+
		`(?:ich|du|man|ihr|es|das|der|die|sie|wir|dir|auch)`,
	`(?:wat (?:kost|is|doe|ga|heb|ben|wil|zijn|voor|vind)|wie (?:is|ben|was)|waar|waarom|hoe (?:gaat|veel|lang|oud|is|kan|laat|duur|heet|vaak)|hoeveel|welke?|wanneer)`,
	`(?:kan|kun|heb|ben|wil|ga|mag|verkoop|stuur) (?:ik|je|jij|u|we|het)`,
	// Italian, Romanian
	`(?:quant[oaie]|dove|cosa|chi|perché|qual|quale|quali|quando (?:è|sei|esce|posti|torni|posso)|come (?:stai|va|posso|si|ti|è|mai)|che (?:cosa|fai|ore|taglia|prezzo)|`+
		`(?:puoi|posso|hai|fai|vendi|spedisci|vuoi) (?:un|una|il|la|le|gli|i|in|anche|mi|farmi))`,
	`(?:cât|câte|câți|când|unde|cine|de ce|care|cum (?:ești|esti|e|pot|te)|ce (?:faci|este|mai|preț|pret)|cat costa)`,
	// Polish, Swedish, Indonesian, Vietnamese
	`(?:czy|ile|kiedy|gdzie|skąd|dlaczego|kto|jak[iae]|jak (?:się|dużo|długo|masz|tam|to|mogę)|co (?:robisz|u|to|tam|słychać)|któr[yae])`,
	`(?:vad|var) (?:är|kostar|gör|heter|kan|bor|tycker|hittar)|vem|varför|hur (?:mår|mycket|många|länge|är|gör|kan|stor)|när|vilk(?:en|et|a)|(?:kan|har|är|vill|ska|får) (?:du|jag|det|vi|man)`,
	`(?:apa|apakah|berapa|kapan|di ?mana|kenapa|mengapa|siapa|bagaimana|gimana|bisakah|bolehkah)`,
	`(?:bao nhiêu|khi nào|ở đâu|tại sao|vì sao|làm sao|ai|mấy giờ|bao giờ)`,
	// Turkish
	`(?:ne (?:kadar|zaman|yap\pL*|haber|oldu)|kaç|nasıl\pL*|nerede\pL*|neden|niye|kim|hangi\pL*)`,
	// Russian, Ukrainian, Bulgarian, Serbian
	`(?:что|чего|чем|где|куда|откуда|кто|кем|почему|зачем|сколько|когда (?:ты|вы|будет|можно|выйдет|ждать)|можно|нельзя ли|а ты|а вы|`+
		`как (?:дела|ты|вы|тебя|вас|долго|часто|можно|это|зовут|купить|заказать|мне|насчет|насчёт|прошл\pL*|настроение|жизнь)|как(?:ая|ой|ие|ое) (?:цена|стоимость|размер|у|твой|твоя|сегодня|будет|самая|самый|любим\pL*))`,
	`(?:ты|вы) (?:можешь|можете|отправляешь|отправляете|продаешь|продаёшь|делаешь|занята|дома)`,
	`(?:що|як (?:справи|ти|ви|довго|можна|тебе|це)|де|куди|звідки|хто|чому|навіщо|скільки|чи|коли (?:ти|ви|буде|можна)|як(?:ий|а|і|е) (?:ціна|розмір|у|твій|твоя))`,
	`(?:какво|кога|къде|защо|колко|кой|коя|дали|как си)|(?:šta|gde|gdje|kada|koliko|zašto|da li|kako si|шта|када|колико|зашто|да ли|како си)`,
	// Greek, Hebrew
	`(?:τι|πού|πότε|πώς|πως είσαι|γιατί|πόσο|ποιος|ποια|ποιο|μπορείς|μπορώ)`, `(?:האם|כמה|מתי|איפה|למה|איך|איזה|איזו|מי|מה (?:שלומך|נשמע|את|המחיר|קורה|זה|עושה|איתך))`,
	// Arabic, Persian, Urdu
	`(?:هل|كم|متى|أين|اين|وين|فين|لماذا|ليش|ليه|كيف|من هو|ماذا|شو|ايش|إيش|ازاي|إزاي|امتى|بكم|بكام|ما (?:هو|هي|اسم|سعر|هذا))`,
	`(?:آیا|چند|چقدر|کجا|چرا|چطور|چطوری|چگونه|چیکار|کی میای|کیا|کب|کہاں|کیسے|کتنا|کتنے|کتنی|کیوں|کون)`,
	// Georgian
	`(?:რა|როდის|სად|რატომ|როგორ|რამდენი|ვინ)`,
)

// telltales make a question wherever they stand, mostly in languages that keep the question word in place.
var telltales = pattern.New(`(?i)` + strings.Join([]string{
	`(?:吗|嗎|呢|么)[。～~\s]*$|什么|什麼|多少|怎么|怎麼|哪里|哪裡|哪儿|为什么|為什麼|几点|几个|谁|誰|是不是|能不能|可不可以|有没有|要不要`,
	`(?:ですか|ますか|でしょうか|かな|のか|たか|るか)[。～~\s]*$|いくら|いつ(?:ごろ|まで)?[にはか]|どこ|なぜ|どうして|どうやって|何時|何歳|何をし`,
	`(?:까|까요|나요|인가요|습니까|니)[.~\s]*$|얼마|언제|어디|무엇|뭐|어떻게|누구`,
	`ไหม|มั้ย|อะไร|เท่าไหร่|เท่าไร|เมื่อไหร่|เมื่อไร|ที่ไหน|ทำไม|อย่างไร|ยังไง|ใคร|หรือเปล่า|รึเปล่า|หรือยัง`,
	`क्या|कब|कहाँ|कहां|कैसे|कैसी|कैसा|कितना|कितने|कितनी|क्यों|कौन`,
	`কি(?:\s|$)|কত|কখন|কোথায়|কেন|কিভাবে|কেমন|என்ன|எப்போது|எங்கே|ஏன்|எப்படி|எவ்வளவு`,
	`(?:^|[^\pL])(?:mı|mi|mu|mü)(?:s[ıiuü]n\pL*|y[ıiuü]m|y[ıiuü]z|d[ıiuü]r)?[.~\s]*$|ne kadar|ne zaman`,
	`bao nhiêu|khi nào|ở đâu|thế nào|như thế nào|là gì|làm gì|mấy giờ|phải không|(?:\s)không[.~\s]*$`,
	`(?:^|[^\pL])(?:ли|est-ce que|czy|apakah|berapa|هل)(?:[^\pL]|$)|՞`,
	`[^\pL]\pL+-(?:tu|vous)(?:[^\pL]|$)`,
}, "|"))

// lead is what may stand before the first word of a question.
const lead = `(?:(?:and|so|but|also|btw|or|ok|okay|oh|und|aber|oder|ach|also|y|o|pero|e|mas|ou|et|mais|ma|en|of|maar|i|a|ale|och|men|ve|ama|dan|și|` +
	`и|а|но|или|ну|та|і|але|або|و|أو|و ?بعدين|και|אז|ו)[, ]+|[\pL'’]+(?: [\pL'’]+)?[,!:] ?|[¿¡"“„«(–—-]+ ?){0,3}`

func opening(lists ...string) *pattern.Pattern {
	return pattern.New(`(?i)^` + lead + `(?:` + strings.Join(lists, "|") + `)(?:[^\pL\pM]|$)`)
}

// joints are where one sentence goes on to a second question.
var joints = pattern.New(`(?i)(?:[,;،、，] ?(?:` + conjunction + `)?| ` + conjunction + `)`)

const conjunction = `(?:and|or|also|und|oder|y|o|e|ou|et|en|of|i|oraz|och|eller|ve|dan|și|и|или|а|та|і|або|و|και)[, ]+`

// tag is a word or two at the end of a statement that asks for no answer.
var tag = set("right ok okay k no yes yeah really huh hm hmm eh hey hello hi hallo hola oh wow si sí ja oder ne nicht wahr gell oui non ouais vero né nao não " +
	"да нет правда ок окей ага так ні yes? lol haha you there know u see sure or what seriously haha serio ernsthaft vraiment davvero serieus nee evet tamam " +
	"はい ね 对吧 好吗 はぁ それで quoi hein mhm ah")
