package demo

import (
	_ "embed" // the example persona
	"regexp"
	"strings"
)

//go:embed persona.md
var example string

// exampleName is who speaks in the example.
const exampleName = "Mila"

var (
	exampleWord = regexp.MustCompile(`\b(Mila|mila)\b`)
	// labelled are names that stand before a colon without being mistaken for
	// something else (package persona reads them so).
	labelled = regexp.MustCompile(`^\pL[\pL\pM .'-]{0,39}$`)
)

// Persona returns the example persona file, Markdown, with name in the place of
// the example's own. An empty name leaves it as it is.
func Persona(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || name == exampleName {
		return example
	}
	speaker := name
	if !labelled.MatchString(name) {
		speaker = "Me"
	}
	var out strings.Builder
	for line := range strings.Lines(example) {
		if reply, ok := strings.CutPrefix(line, exampleName+": "); ok {
			line = speaker + ": " + reply
		} else {
			line = rename(line, name)
		}
		out.WriteString(line)
	}
	return out.String()
}

// rename leaves mila.example alone: it is an address.
func rename(line, name string) string {
	line = strings.ReplaceAll(line, "mila.example", "\x00")
	line = exampleWord.ReplaceAllStringFunc(line, func(found string) string {
		if found == exampleName {
			return name
		}
		return strings.ToLower(name)
	})
	return strings.ReplaceAll(line, "\x00", "mila.example")
}
