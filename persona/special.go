package persona

import (
	"secretary/persona/firewall"
	"secretary/persona/pattern"
)

// Special tells whether a text touches what the law protects most (Regulation (EU) 2016/679, art. 9) or what a thief
// could use: health, sexual life and orientation, religion, politics, ethnic origin, means of payment. The lists err on
// the side of silence; they are in the languages of the screens.
func Special(text string) bool {
	return specials.Find(text) != "" || longNumber.MatchString(text) || firewall.Has(text, "account")
}

// longNumber is a run of digits that may be a card, an account or an identity.
var longNumber = pattern.New(`(?:\d[ -]?){9,}`)

var specials = firewall.Compile(health, sexuality, religion, politics, origin, payment)

const health = `
(diabet*|cancer|tumor*|tumour*|hiv|aids|depress*|anxiety|bipolar|adhd|adhs|autis*|epilep*|asthma*|allerg*|disab*|wheelchair|hospital*)
(surgery|surgeries|diagnos*|medicat*|therapy|therapist|pregnan*|miscarriage|abortion|addict*|alcoholi*|rehab|overdose|drugs|std|herpes)
(hepatitis|schizo*|ptsd|anorex*|bulimi*|chemo*|insulin|pills|disease*|syndrome|infection*|injur*|suicid*|psych*|dementia|alzheimer*)
(migraine*|infertil*|ivf|viagra|erectile|transplant*|covid|sick|sickness|illness|stroke|arthritis|antidepress*|painkiller*|insomnia)
(mental health|self harm|panic attack*|heart attack|blood pressure|eating disorder|health problem*|health issue*)
(enferm*|cancer|depresi*|ansiedad|embaraz*|operaron|cirugia|medicin*|medicament*|terapia|discapac*|alergi*|asma|vih|sida|adicc*|adict*)
(quimio*|aborto*|pastillas|diagnostic*|salud mental|doenca*|doente|gravid*|cirurgia|remedio*|deficien*|viciad*|depressao|ansiedade)
(malad*|enceinte|anxie*|handicap*|asthm*|chirurgie|therapie|hopital|dependan*|grossesse|avortement|medecin traitant)
(krank|kranke*|krankheit*|krankenhaus|schwanger*|krebs|behinder*|operiert|medikament*|suchtig|sucht|angststorung|burnout|herzinfarkt)
(schlaganfall|abtreibung|rollstuhl|erkrank*|diagnose)
(malat*|incint*|ansia|cancro|tumore|disabil*|ospedale|operazione|operato|operata|dipendenza|gravidanza)
(болен|больна|больной|болезн*|болею|болеет|заболе*|рак|диабет*|депресс*|беремен*|аллерг*|астм*|инвалид*|операци*|лекарств*|терапи*)
(больниц*|вич|спид|зависимост*|аборт*|таблетк*|шизофрен*|эпилепс*|псих*|суицид*|онколог*|химиотерап*|диагноз*|инсульт*|инфаркт*)
(хвор*|вагітн*|лікарн*|діагноз*|chor*|ciaz*|szpital*|depresj*|alergi*|zwanger*|ziekenhuis|ziek|hamile*|hastane*|kanser)
`

const sexuality = `
(gay|gays|lesbian*|bisex*|homosex*|heterosex*|hetero|heteros|queer|transgender*|trans|asexual*|pansexual*|lgbt*|nonbinary|non binary)
(sex|sexy|sexual*|fetish*|kink*|horny|porn*|virgin|virginity|bdsm|nude|nudes|naked|orgasm*|masturbat*|escort*|prostitut*|swinger*|threesome)
(like|likes|love|loves|into|prefer|prefers|attracted to|date|dating) (men|women|guys|girls|boys|both sexes|males|females)
(am|im|as) (straight|bi)
(sexo|sexual*|fetich*|lesbiana*|lesbica*|virgen|virgem|sexe|sexuel*|lesbienne*|vierge|schwul*|lesbisch*|lesbe*|bisexuell*|fetisch*)
(jungfrau|nackt*|omosessual*|bisessual*|eterosessual*|sesso|sessual*|feticis*|vergine|desnud*|nudist*|nudo|nuda)
(me gustan|gosto de|jaime|ich mag|stehe auf|mi piacciono) (los|las|les|os|as|gli|le)? (hombres|mujeres|homens|mulheres|hommes|femmes|manner|frauen|uomini|donne)
(гей|геи|лесби*|бисекс*|гомосекс*|гетеросекс*|секс*|фетиш*|порно*|девственн*|трансгендер*|ориентаци*)
(нравятся|люблю) (мужчины|женщины|парни|девушки|мужчин|женщин)
`

const religion = `
(muslim*|islam*|christianity|christians|catholic*|protestant*|jew|jewish|judaism|hindu*|buddhis*|sikh*|atheist*|agnostic*|church|mosque)
(synagogue|quran|koran|ramadan|bible|allah|religio*|baptis*|mormon*|jehovah*|orthodox*|evangelical*|kosher|halal|sabbath|shabbat)
(a|am|im|as|devout|are|were|became) christian
(pray|praying|prayer|prayers|believe in god|my faith)
(musulm*|catolic*|judio|judia|judeu|ateo|atea|ateu|iglesia|igreja|mezquita|religi*|rezo|rezar|biblia|evangelic*)
(soy|sou|sono|somos) ... (cristiano|cristiana|cristao|crista|cristiani)
(chretien*|catholique*|juif|juive|juifs|athee*|eglise|mosquee|priere*|katholi*|evangelisch*|judisch*|jude|judin|kirche|moschee|bibel)
(glaube an gott|glaubig*|cattolic*|ebreo|ebrea|ebrei|chiesa|moschea|preghiera|preghiere)
(мусульман*|христиан*|православн*|католик*|еврей|еврейка|евреи|иудей*|атеист*|церк*|мечет*|религи*|молюсь|молитв*|верующ*|буддис*|ислам*)
`

const politics = `
(republican*|democrat*|conservative*|socialist*|communist*|fascist*|nazi*|trump*|biden|maga|putin*|zelensk*|vote|voted|voting|voter*)
(election*|politic*|trade union|union member|activist*|brexit|labour party|tory|tories|left wing|right wing|leftist*|afd|cdu|spd|psoe|podemos)
(bolsonar*|lula|macron*|le pen|lepen|meloni|politik*|wahle|gewahlt|wahlen|gewerkschaft*|partei|sindicat*|syndicat*|sindacat*)
(voto|votei|votar|votare|votaremos|votiere|votato|comunista*|socialista*|fascista*|izquierdas|derechas|esquerda|politica|politico|politique*)
(политик*|партия|партии|голосова*|голосую|выборы|выборах|навальн*|путин*|коммунист*|оппозици*|профсоюз*|митинг*|зеленск*|trump|трамп*)
`

const origin = `
(am|im|as) (black|white|asian|brown|mixed)
(black|white|asian|brown) (man|woman|guy|girl|person|american|family)
(latino|latina|latinx|hispanic*|african american*|arab|arabs|arabe|araber*|romani|sinti|gypsy|gypsies|gitan*|zigeuner*|indigenous)
(native american*|mixed race|ethnic*|skin color|skin colour|kurd*|caucasian*|mestiz*|mulat*|negro|negra|afro*|dunkelhautig*|maghreb*)
(migrationshintergrund|indigena*|hautfarbe|etnia|etnic*|ethnie|ethnisch*|my race|my ancestry|my heritage)
(цыган*|татар*|чечен*|кавказ*|национальност*|этни*|чернокож*|азиат*)
`

const payment = `
(credit card*|debit card*|card number*|my card|cvv|cvc|iban|bic|swift|bank account*|account number*|routing number*|sort code|paypal|venmo)
(cashapp|cash app|zelle|revolut|wallet|bitcoin|btc|crypto|salary|debt|debts|loan|loans|mortgage|bankrupt*|password*|pin code|my pin)
(tarjeta*|cuenta bancaria|numero de cuenta|contrasena|salario|sueldo|deuda*|cartao|conta bancaria|pix|senha|divida*)
(carte bancaire|carte bleue|carte de credit|compte bancaire|rib|mot de passe|salaire|dette*|kreditkart*|kontonummer|bankkonto|konto|passwort)
(gehalt|schulden|kredit*|carta di credito|conto corrente|conto bancario|bancomat|stipendio|debiti|debito)
(банковск*|карта|карты|карту|картой|счет|счета|пароль*|зарплат*|долг|долги|кредит*|кошелек|пин код|сбер*|тинькофф*)
`

// orders are words by which a text tells somebody what to do; a fact about a person needs none of them. What Screen
// finds comes beside them.
var orders = firewall.Compile(`
(always|never|must|should|shall|please) ... (answer*|reply|replies|say|send|tell|write|give|call|use|agree|offer|mention|remember|respond|include|promise)
(you|u|assistant|bot|ai|model|she) (must|should|shall|have to|has to|need to|are allowed|may)
(free|discount|refund) (for|to) (me|him|her|this fan|everyone)
(tell|give|send|show|offer) (me|him|her|them|everyone|this fan|the fan) ...
(entitled|allowed|permitted|authori*) to
(approved|verified|trusted|admin|owner|developer|moderator) (fan|user|customer|member|account|by)
(is|am|im|the) ... (admin|administrator|developer|moderator|owner of this)
(siempre|nunca|debes|debe|tienes que) ... (responde*|envia*|manda*|di|decir|da|dar)
(sempre|deve|tem que) ... (responda|responder|envie|enviar|mande|diga|dizer)
(toujours|jamais|dois|doit) ... (repond*|envoy*|dire|donner)
(immer|niemals|musst|muss|sollst|soll) ... (antworte*|sende*|schicke*|sage*|gib|geben)
(sempre|deve|devi) ... (rispond*|invia*|manda*|dire)
(всегда|никогда|должна|должен|обязана) ... (отвеча*|отвеч*|отправ*|говор*|давать|присыла*)
`)

// mine, yours and theirs tell whom a sentence speaks of.
var (
	theirs = firewall.Compile(`
(my|our) ... (friend*|brother*|sister*|mom|mum|mother*|dad|father*|parents|wife|husband*|son|sons|daughter*|kid|kids|child|children)
(my|our) ... (boss|colleague*|neighbour*|neighbor*|girlfriend*|boyfriend*|partner*|ex|cousin*|uncle*|aunt*|dog|dogs|cat|cats|pet|pets|horse|bird)
(mi|mis|meu|minha|mon|ma|mes|mio|mia|il mio|la mia) ... (herman*|madre|padre|mama|papa|espos*|marido|hij*|amig*|novi*|jefe|perr*|gat*)
(mi|mis|meu|minha|mon|ma|mes|mio|mia|il mio|la mia) ... (irma*|mae|pai|filh*|namorad*|cachorr*|frere*|soeur*|mere|pere|femme|mari|fils|fille|ami|amie|copain|copine|chien*|chat)
(mi|mis|meu|minha|mon|ma|mes|mio|mia|il mio|la mia) ... (fratell*|sorell*|moglie|marito|figli*|amic*|cane|capo)
(mein*|unser*) ... (freund*|bruder*|schwester*|mutter|mama|vater|papa|eltern|frau|mann|sohn|tochter|kind*|chef*|nachbar*|hund*|katze*|pferd)
(мой|моя|мои|моего|моей|у моего|у моей|наш*) ... (брат*|сестр*|мам*|пап*|отец|мать|жена|жены|муж|мужа|сын*|доч*|друг*|подруг*|сосед*|начальни*|собак*|кошк*|кот|кота|пес)
`)
	mine = firewall.Compile(`
(i|im|ive|id|ill|me|my|mine|myself|we|were|our|us)
(yo|mi|mis|me|soy|tengo|vivo|trabajo|estoy|estudio|nuestr*|eu|meu|minha|meus|minhas|sou|tenho|moro|estou|je|jai|jhabite|mon|ma|mes|moi|suis|nous)
(ich|mein*|mir|mich|bin|habe|wohne|lebe|arbeite|wir|unser*|io|mio|mia|miei|mie|sono|ho|abito|lavoro|faccio|noi)
(я|мне|меня|мой|моя|моё|мои|моего|моей|мы|нас|наш*|живу|работаю)
`)
	yours = firewall.Compile(`
(you|your|youre|youve|yours|u|ur)
(tu|tus|eres|tienes|vives|usted|voce|vc|seu|sua|teu|tua|ton|ta|tes|vous|votre|vos)
(du|dein*|dir|dich|bist|hast|tuo|sei|hai|vivi)
(ты|твой|твоя|твое|твои|тебя|тебе|вы|ваш*|вас|вам)
`)
)

var (
	quotation   = pattern.New(`«[^»\n]*»|“[^”\n]*”|„[^“”\n]*[“”]|"[^"\n]*\s[^"\n]*\s[^"\n]*"`)
	sentenceEnd = pattern.New(`(?:[^.!?\n…]|\.[^\s.])+[.!?…]*`)
)
