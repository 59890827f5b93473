package coach

import (
	"context"
	"fmt"
	"io"
	"slices"

	"secretary/bot/words"
	"secretary/persona"
)

// Verdict of a check, in the order of gravity. They are exit codes.
const (
	Good     = 0 // nothing to do; there may be advice
	Flawed   = 1 // something is missing, contradictory or too long
	Unusable = 2 // no draft can be made from the file
)

// Check reads the persona file, says what to improve, and shows an example
// answer if the drafter can give one. A drafter that cannot is told, and no
// flaw of the file.
func Check(ctx context.Context, p *persona.Persona, out io.Writer) (verdict int) {
	r, err := p.Review()
	if err != nil {
		fmt.Fprintln(out, words.PersonaUnusable(detail(err)))
		return Unusable
	}
	fmt.Fprintln(out, words.PersonaRead(r.Name, r.Language, r.Examples, r.Facts, r.Tokens, r.Context))
	for _, f := range r.Findings {
		fmt.Fprintln(out, words.PersonaFinding(f.Code, f.Detail, f.Minor))
	}
	d, err := p.Draft(ctx, ask(words.PersonaQuestion))
	if err != nil {
		fmt.Fprintln(out, words.PersonaNoExample(detail(err)))
	} else {
		fmt.Fprintln(out, words.PersonaExample(words.PersonaQuestion, d.Text, words.Confidence(d.Confidence, d.Known)))
		printFlags(out, d)
	}
	if slices.ContainsFunc(r.Findings, func(f persona.Finding) bool { return !f.Minor }) {
		return Flawed
	}
	fmt.Fprintln(out, words.PersonaGood)
	return Good
}
