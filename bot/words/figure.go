package words

import (
	"fmt"
	"strings"
	"unicode/utf16"
)

// Confidence is a draft's figure.
func Confidence(p float64, known bool) string {
	if !known {
		return "confidence unknown"
	}
	return "confidence " + Percent(p)
}

// Learned is the figure beside the word Draft, with the number of the creator's
// decisions behind it.
func Learned(p float64, known bool, decisions int) string {
	if !known {
		return Confidence(p, known)
	}
	return Confidence(p, known) + ", " + from(decisions)
}

func from(decisions int) string {
	switch decisions {
	case 0:
		return "a first guess"
	case 1:
		return "from 1 decision"
	}
	return fmt.Sprintf("from %d decisions", decisions)
}

// WhyFigure is the button under the figure.
func WhyFigure(p float64) string { return Percent(p) + " · why?" }

// Effect is one thing that moved a figure up or down. Name is one of package
// trust's.
type Effect struct {
	Name string
	For  bool
}

// effects names what a figure is made of. They are nouns: whether a thing spoke
// for or against a draft was learned, and may be the other way round tomorrow.
var effects = map[string]string{
	"usual":    "how often you send my drafts",
	"quantile": "its least sure words",
	"first":    "how it begins",
	"judge":    "the model's own judgement",
	"support":  "how near it is to earlier questions",
	"similar":  "your earlier answers",
	"length":   "its length",
	"language": "its language",
	"tenure":   "how long you know them",
	"hand":     "when you last wrote there yourself",
	"greeting": "whether it is small talk",
	"question": "whether they ask something",
	"money":    "whether it is about money",
	"match":    "how well your example fits",
}

// alert is how much an answer to a tap holds, in UTF-16 units
// (core.telegram.org/bots/api#answercallbackquery).
const alert = 200

// Figure answers the tap on the figure. list is in order of weight; what finds
// no room is left out.
func Figure(p float64, decisions int, list []Effect) string {
	head := "At least " + Percent(p) + " likely that you send it unchanged, " + from(decisions) + "."
	if decisions == 0 {
		head = "I guess " + Percent(p) + " until you have decided about some drafts."
	}
	text := head
	var speaks, against []string
	for _, e := range list {
		name, known := effects[e.Name]
		if !known {
			continue
		}
		if e.For {
			speaks = append(speaks, name)
		} else {
			against = append(against, name)
		}
		longer := head + sentence("Up", speaks) + sentence("Down", against)
		if len(utf16.Encode([]rune(longer))) > alert {
			break
		}
		text = longer
	}
	return text
}

func sentence(head string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " " + head + ": " + strings.Join(names, ", ") + "."
}
