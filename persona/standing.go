package persona

import "strings"

// Limits of what was learned, in characters: a prompt must not grow by it without bound.
const (
	maxRules   = 12
	ruleLength = 120
	styleSpace = 600
)

// standing is the system message of a request: that of the sheet, and at its end the creator's wishes and style. Both
// are the same for all fans and change seldom, so the server's cache outlives the turns between; Draft.Prompt does not
// count them. Where the persona file leaves no room for them, they give way before the fan's words do.
func standing(s *sheet, r Request, b *budget, numCtx int) string {
	wishes, style := wishesText(s.name, r.Rules), styleText(s.name, r.Style)
	for _, tail := range []string{wishes + style, wishes} {
		if system := s.system + tail; room(system, b, numCtx) >= minLast {
			return system
		}
	}
	return s.system
}

func wishesText(name string, rules []string) string {
	var w strings.Builder
	for _, rule := range rules[:min(len(rules), maxRules)] {
		if text := oneLine(rule, ruleLength); text != "" {
			w.WriteString("\n- " + text)
		}
	}
	if w.Len() == 0 {
		return ""
	}
	return "\n\n# What " + name + " wishes" + w.String()
}

func styleText(name, style string) string {
	if style = oneLine(style, styleSpace); style == "" {
		return ""
	}
	return "\n\n# How " + name + " writes\n" + style
}
