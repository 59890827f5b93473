package web

import (
	"html"
	"net/url"
	"slices"
	"strings"
)

// tags are those of Telegram's HTML that reach the page, and what they become.
var tags = map[string]string{
	"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "ins": "u", "s": "s", "strike": "s", "del": "s",
	"code": "code", "pre": "pre", "blockquote": "blockquote", "a": "a",
}

// escape makes any text safe inside HTML.
func escape(text string) string { return html.EscapeString(text) }

// safeHTML rewrites Telegram's HTML for the page: tags of the list above
// without attributes, links to the web with nothing but href, line ends as br.
// Anything else loses its tag and keeps its text. What comes out is balanced.
func safeHTML(source string) string {
	var out strings.Builder
	var open []string
	for source != "" {
		text, rest, tagged := strings.Cut(source, "<")
		writeText(&out, html.UnescapeString(text), slices.Contains(open, "pre"))
		if !tagged {
			break
		}
		tag, after, ended := strings.Cut(rest, ">")
		if !ended { // a lone "<"
			writeText(&out, "<"+html.UnescapeString(rest), false)
			break
		}
		source = after
		if name, closing := strings.CutPrefix(tag, "/"); closing {
			open = closeTag(&out, open, tags[strings.ToLower(strings.TrimSpace(name))])
			continue
		}
		open = openTag(&out, open, tag)
	}
	for len(open) > 0 {
		open = closeTag(&out, open, open[len(open)-1])
	}
	return out.String()
}

func writeText(out *strings.Builder, text string, pre bool) {
	text = escape(text)
	if !pre { // in pre a line end is one
		text = strings.ReplaceAll(text, "\n", "<br>")
	}
	out.WriteString(text)
}

func openTag(out *strings.Builder, open []string, tag string) []string {
	name, attributes, _ := strings.Cut(strings.TrimSpace(tag), " ")
	name = tags[strings.ToLower(name)]
	switch {
	case name == "":
		return open
	case name == "a":
		href, ok := link(attributes)
		if !ok {
			return open
		}
		out.WriteString(`<a href="` + escape(href) + `">`)
	default:
		out.WriteString("<" + name + ">")
	}
	return append(open, name)
}

// closeTag closes a tag and whatever is still open inside it; one that is not
// open is left out.
func closeTag(out *strings.Builder, open []string, name string) []string {
	if name == "" || !slices.Contains(open, name) {
		return open
	}
	for {
		last := open[len(open)-1]
		open = open[:len(open)-1]
		out.WriteString("</" + last + ">")
		if last == name {
			return open
		}
	}
}

// link takes the address out of href="…" if it is one of the web.
func link(attributes string) (string, bool) {
	_, value, ok := strings.Cut(attributes, `href="`)
	if !ok {
		return "", false
	}
	value, _, ok = strings.Cut(value, `"`)
	if !ok {
		return "", false
	}
	value = html.UnescapeString(value)
	u, err := url.Parse(value)
	return value, err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
