package firewall

import "strings"

// MaxBurst bounds how much of a burst is looked at, in bytes: 16 messages as long as Telegram allows. The newest count.
const MaxBurst = 64 << 10

// Screen looks at a fan's words before anything is drafted, each rule at most once, the gravest first. It looks at all
// texts joined, as a burst may split a sentence. media tells that something came which is no text.
func Screen(texts []string, media bool) (hits []Hit) {
	joined := strings.Join(texts, "\n")
	if len(joined) > MaxBurst {
		joined = strings.ToValidUTF8(joined[len(joined)-MaxBurst:], "")
	}
	b := list()
	found := b.in.find(joined)
	for _, r := range b.rules {
		words, ok := found[r.Code]
		switch {
		case r.Direction != In:
		case ok:
			hits = append(hits, Hit{r.Code, r.Severity, words})
		case media && r.By == byMedia:
			hits = append(hits, Hit{r.Code, r.Severity, ""})
		}
	}
	return hits
}
