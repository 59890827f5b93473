package words

import "fmt"

// whyNotEarned says why mode earn asks; empty if the code is another one's.
func whyNotEarned(code, detail string) string {
	switch code {
	case "earn":
		return "it has not earned to go out by itself"
	case "audit":
		return "a spot check: it was sure enough to go out by itself"
	case "earn_few":
		return "earn: " + more(detail) + " until it may answer alone"
	case "earn_rejected":
		return "earn: you changed too many of the sure drafts; " + more(detail) + " in a row until it may answer alone"
	case "earn_doubt":
		return "earn: your last decisions look worse than the figures said; " + more(detail) + " until that is clear"
	case "earn_drift":
		return "earn: my drafts stand less often than they did; " + more(detail) + " until it may answer alone again"
	case "earn_audit":
		return "earn: you threw a spot check away; " + more(detail) + " until it may answer alone again"
	case "earn_version":
		return "earn: model or persona are new; " + more(detail) + " until it may answer alone"
	case "earn_below":
		return "earn: it needs " + detail
	}
	return ""
}

func more(n string) string {
	if n == "1" {
		return "1 more good decision"
	}
	return n + " more good decisions"
}

// Earned tells that replies may go out by themselves in mode earn from now on.
func Earned(threshold float64, n, rejected int, audit float64) string {
	return fmt.Sprintf("<b>Earned.</b> Drafts of %s and more may go out by themselves now: of the last %d such drafts you changed or threw away %d. "+
		"About %s of them are still asked, as spot checks. /trust shows more, /mode approve takes it back.", Percent(threshold), n, rejected, Percent(audit))
}

// EarnLost tells that nothing goes out by itself any more in mode earn.
func EarnLost(code string) string {
	reason, ok := map[string]string{
		"audit":   "you threw away a draft that was sure enough to go out by itself",
		"drift":   "my drafts stand less often than they did, so the count begins anew",
		"doubt":   "your last decisions look worse than my figures said",
		"version": "the model or your persona has changed, so the count begins anew",
	}[code]
	if !ok {
		reason = "you changed too many of the sure drafts lately"
	}
	return "<b>Automatic replies have stopped:</b> " + reason + ". Every reply waits for you until your decisions prove it again. /trust shows how far that is."
}
