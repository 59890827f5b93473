package recall

import (
	"maps"
	"slices"
	"strings"

	"secretary/persona/pattern"
)

// addressWords are the words of postal addresses in the larger languages. A text that holds one is not used.
var addressWords = pattern.New(`(?i)(?:^|[^\pL])(?:street|str\.|avenue|ave\.|boulevard|blvd|road|rd\.|lane|highway|apartment|apt\.?|building|suite|` +
	`zip(?: ?code)?|postcode|postal code|p\.? ?o\.? box|\pL*(?:straße|strasse|gasse|allee|platz|chaussee)|hausnummer|postleitzahl|plz|wohnung|` +
	`calle|avenida|avda\.?|plaza|piso|código postal|rue|bd|impasse|place de|code postal|étage|via|viale|piazza|corso|cap|civico|` +
	`rua|travessa|apto\.?|cep|ul\.|ulica|ulicy|aleja|osiedle|mieszkani\pL*|kod pocztowy|sokak|sokağı|cadde\pL*|mahalle\pL*|apartman\pL*|daire|` +
	`\pL*straat|\pL*laan|\pL*plein|postcode|\pL+gatan|\pL+vägen|jalan|jl\.|strada|bulevardul|` +
	`ул\.|улиц\pL*|проспект\pL*|просп\.|переул\pL*|шоссе|квартир\pL*|кв\.|подъезд\pL*|индекс\pL*|вулиц\pL*|провул\pL*|` +
	`οδός|λεωφόρος|شارع|عمارة|شقة|الرمز البريدي|خیابان|کوچه|پلاک|רחוב|שדרות|דירה|सड़क|गली|मकान|ถนน|ซอย)(?:[^\pL]|$)|` +
	`丁目|番地|号室|〒|号楼|街道|小区|路\p{Nd}|\p{Nd}号|번지|아파트|번길`)

// greetings are the words after which nothing but a person can come, addressed those after which one may.
var (
	greetings = wordSet("hi hey heya hello hallo hola ola olá oi ciao salut coucou bonjour bonsoir buongiorno buonasera salve servus moin hej hei hallå " +
		"cześć czesc siema witaj merhaba selam привет приветик здравствуй здравствуйте хай привіт вітаю dear dearest дорогая дорогой querida querido")
	addressed = wordSet("thanks thx thank danke gracias merci grazie obrigado obrigada спасибо дякую dzięki dziękuję teşekkürler tack bedankt " +
		"liebe lieber chère cher cara caro милая милый morning morgen evening afternoon night goodnight welcome bye xo xx you dir dich te toi ti тебе " +
		"sorry yes no sure ja nein sí si oui non да нет так " + strings.Join(slices.Collect(maps.Keys(greetings)), " "))
)

// harmlessNames are words with a capital letter that name nobody, and words that follow a greeting.
var harmlessNames = wordSet("i im ill id ive ok okay omg lol wow yes no dm dms pm faq usa uk eu tv cd dvd id diy pdf hd bts ppv vip asap btw xoxo haha hahaha " +
	"monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december " +
	"english german french spanish italian portuguese russian dutch polish turkish christmas xmas easter halloween valentine " +
	"montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember weihnachten ostern " +
	"telegram instagram paypal dhl ups fedex sie ihnen ihr ihre " +
	"there you all everyone everybody guys dear love babe baby honey hon sweetie sweetheart darling sunshine beautiful handsome gorgeous friend again back " +
	"du schatz süße süßer liebes zusammen alle amor cariño guapa guapo hermosa toi chéri chérie tesoro bella lindo linda всем друг солнышко милый " +
	"so much very a lot for to too and my mate dude bro sis man girl boy cutie angel star")

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[plain(w)] = true
	}
	return m
}
