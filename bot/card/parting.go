package card

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"secretary/bot/telegram"
	"secretary/bot/words"
)

// Choice is what a button of the question at a disconnection means.
type Choice byte

// The choices. What deletes is asked about once more.
const (
	PartKeep    Choice = 'k'
	PartAskFans Choice = 'f' // ask whether to delete what is about fans
	PartFans    Choice = 'F' // delete it
	PartAskAll  Choice = 'a'
	PartAll     Choice = 'A'
	PartBack    Choice = 'b' // to the question
)

// PartTap is a choice, and which disconnection it is about.
type PartTap struct {
	Choice Choice
	Since  int64 // unix seconds
}

// Payload packs it, in a form that no other button has: a letter and a number.
func (t PartTap) Payload() string { return fmt.Sprintf("%c-%d", t.Choice, t.Since) }

// ParsePart reads what Payload wrote; anything else is an error.
func ParsePart(s string) (PartTap, error) {
	letter, number, ok := strings.Cut(s, "-")
	since, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || since <= 0 || len(letter) != 1 || !strings.Contains("kfFaAb", letter) || strconv.FormatInt(since, 10) != number {
		return PartTap{}, fmt.Errorf("parse button %q: want choice-since", s)
	}
	return PartTap{Choice: Choice(letter[0]), Since: since}, nil
}

// RenderParting draws the question what to keep of a profile that was
// disconnected at since. backups tells that copies are made by themselves.
func RenderParting(since time.Time, backups bool) Page {
	return Page{Text: words.PartingAsk(since, backups), Keyboard: parting(since,
		option{words.PartingKeep, PartKeep}, option{words.PartingFans, PartAskFans}, option{words.PartingAll, PartAskAll})}
}

// RenderPartingSure asks once more before something is deleted.
func RenderPartingSure(since time.Time, all bool) Page {
	if all {
		return Page{Text: words.PartingSureAll, Keyboard: parting(since, option{words.PartingBack, PartBack}, option{words.PartingYesAll, PartAll})}
	}
	return Page{Text: words.PartingSureFans, Keyboard: parting(since, option{words.PartingBack, PartBack}, option{words.PartingYesFans, PartFans})}
}

// option is one button.
type option struct {
	label  string
	choice Choice
}

// parting makes a keyboard of one button a row.
func parting(since time.Time, options ...option) *telegram.InlineKeyboardMarkup {
	k := &telegram.InlineKeyboardMarkup{}
	for _, o := range options {
		payload := PartTap{Choice: o.choice, Since: since.Unix()}.Payload()
		k.InlineKeyboard = append(k.InlineKeyboard, []telegram.InlineKeyboardButton{Press(o.label, ActPart, payload)})
	}
	return k
}
