package words

import (
	"fmt"
	"strconv"
	"strings"
)

// Answers to /trust that are no report.
const (
	TrustEmpty  = "There is nothing to show yet: I have seen none of your decisions. Send, change or skip some drafts, and /trust shows how far my figure can be trusted."
	TrustFailed = "I could not draw the picture. Please try /trust again; the log says why."
	TrustMore   = "/trust shows the picture."
)

// Change is a draft that would have gone out by itself, and what the creator did
// with it instead. All is HTML-escaped and short.
type Change struct {
	Draft, Sent string // Sent is empty where nothing was sent in its place by the bot
	Act         string // one of the store's Act codes
}

// Shadow says what would have gone out by itself in the last week in mode earn.
func Shadow(would, changed int, shown []Change) string {
	var b strings.Builder
	b.WriteString("<b>Last 7 days:</b> ")
	switch {
	case would == 0:
		b.WriteString("nothing would have gone out by itself.")
	case would == 1 && changed == 0:
		b.WriteString("1 reply would have gone out by itself; you did not change it.")
	case would == 1:
		b.WriteString("1 reply would have gone out by itself; you changed it.")
	default:
		fmt.Fprintf(&b, "%d would have gone out by themselves; you changed %d of them.", would, changed)
	}
	for _, c := range shown {
		b.WriteString("\n“" + c.Draft + "” → " + instead(c))
	}
	return b.String()
}

func instead(c Change) string {
	if c.Sent != "" {
		return "“" + c.Sent + "”"
	}
	return map[string]string{
		"again": "another draft", "skip": "skipped", "hand": "answered by hand", "deleted": "deleted in the chat", "reworded": "changed in the chat",
	}[c.Act]
}

// Certificate says how far mode earn is.
func Certificate(holds bool, threshold float64, n, rejected int, why string, missing int) string {
	if holds {
		return fmt.Sprintf("<b>Earned:</b> of the last %d drafts of %s and more you changed %d. Such drafts may go out by themselves in mode Earn.", n, Percent(threshold), rejected)
	}
	if why == "" {
		why = "few"
	}
	return "<b>Not earned yet:</b> " + strings.TrimPrefix(whyNotEarned("earn_"+why, strconv.Itoa(missing)), "earn: ") + "."
}

// ModeNow says which mode is in force, above buttons that change it.
func ModeNow(mode string) string {
	for _, m := range Modes {
		if m.Name == mode {
			return "Mode: <b>" + m.Label + "</b>."
		}
	}
	return ""
}
