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
	example(ctx, p, r, out)
	if slices.ContainsFunc(r.Findings, func(f persona.Finding) bool { return !f.Minor }) {
		return Flawed
	}
	fmt.Fprintln(out, words.PersonaGood)
	return Good
}

// example shows an answer to a greeting, or, where the drafter has none, to the
// first question of the file.
func example(ctx context.Context, p *persona.Persona, r persona.Review, out io.Writer) {
	question := words.PersonaQuestion
	d, err := p.Draft(ctx, ask(question))
	if persona.KindOf(err) == persona.KindEmpty && r.Asked != "" {
		question = r.Asked
		d, err = p.Draft(ctx, ask(question))
	}
	if err != nil {
		fmt.Fprintln(out, words.PersonaNoExample(detail(err)))
		return
	}
	fmt.Fprintln(out, words.PersonaExample(question, d.Text, words.Confidence(d.Confidence, d.Known)))
	printFlags(out, d)
}
