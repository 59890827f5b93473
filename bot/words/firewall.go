package words

// rules says in a few words what each rule of the firewall found: about the
// fan's words first, then about the draft. A test holds that none is missing.
var rules = map[string]string{
	"selfharm":     "mentions self-harm",
	"minor":        "may be under 18",
	"anger":        "sounds angry",
	"bot_question": "asks whether this is a bot",
	"injection":    "tries to give the model orders",
	"legal":        "speaks of law, police or data protection",
	"media":        "it holds something the model cannot see",
	"medical":      "speaks of illness or medicine",
	"personal":     "asks for something private, or to meet",
	"refund":       "wants money back, or disputes a payment",
	"threat":       "sounds like a threat",

	"account": "the draft names a bank account or wallet you never gave",
	"ai":      "the draft talks like a machine about itself",
	"denial":  "the draft denies being automated",
	"handle":  "the draft names a handle or address you never gave",
	"leak":    "the draft repeats what only the model was told",
	"link":    "the draft holds a link you never gave",
	"meet":    "the draft promises to meet or to call",
	"number":  "the draft holds a figure that nobody gave",
	"other":   "the draft names another fan",
	"pay":     "the draft promises money, a gift or a date",
	"phone":   "the draft holds a phone number you never gave",
	"price":   "the draft names a price you never gave",
	"repeat":  "the draft repeats an earlier reply",
	"secret":  "the draft holds the model's own instructions",
	"special": "the draft holds signs that are not for people",
}

// Rule says what a rule of the firewall found; empty for any other code.
func Rule(code string) string { return rules[code] }

// WarnTitle leads the reasons to think twice before a draft is sent.
const WarnTitle = "Think twice: "

// Alarm is the message about words that cannot wait. who is HTML, hit the words
// that did it, escaped.
func Alarm(code, who, hit string) string {
	first, next := "⚠️ <b>"+who+" "+rules[code]+".</b>", ""
	switch code {
	case "selfharm":
		next = "Please look now, and answer in your own words. The model is not asked. If somebody is in danger, the emergency number of their country is the right place (112 in Europe)."
	case "minor":
		next = "Please look before anything else. The model is not asked, and nothing goes out by itself. If it is true, end the talk kindly."
	}
	if hit != "" {
		first += "\n<blockquote>" + hit + "</blockquote>"
	}
	return first + "\n" + next
}
