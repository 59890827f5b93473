package coach

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"secretary/bot/words"
	"secretary/persona"
	"secretary/persona/fold"
)

// Result is a situation with the draft of today beside the one of then.
type Result struct {
	Situation
	New        string   `json:"new"`
	Problem    string   `json:"problem,omitempty"` // why there is no new draft
	Confidence float64  `json:"confidence"`        // of the new draft, if Known
	Known      bool     `json:"known"`
	Flags      []string `json:"flags,omitempty"` // codes of the checks that hit the new draft
	// OldNear and NewNear tell how near the drafts are to what was sent, from 0
	// to 1 (equal); both 0 where nothing was sent.
	OldNear float64 `json:"old_near"`
	NewNear float64 `json:"new_near"`
}

// Summary counts the results.
type Summary struct {
	All, Compared, Nearer, Farther, Failed int
}

// Replay drafts an answer to each situation anew and hands the result to show,
// one after another. Earlier answers are not retrieved for it: the one that was
// sent then would be among them.
func Replay(ctx context.Context, p *persona.Persona, learned Learned, all []Situation, show func(Result)) (Summary, error) {
	sum := Summary{All: len(all)}
	for _, s := range all {
		r := again(ctx, p, learned, s)
		if ctx.Err() != nil {
			return sum, ctx.Err()
		}
		switch {
		case r.Problem != "":
			sum.Failed++
		case r.Sent != "":
			sum.Compared++
			if r.NewNear > r.OldNear {
				sum.Nearer++
			} else if r.NewNear < r.OldNear {
				sum.Farther++
			}
		}
		show(r)
	}
	return sum, nil
}

func again(ctx context.Context, p *persona.Persona, learned Learned, s Situation) Result {
	r := Result{Situation: s}
	d, err := p.Draft(ctx, persona.Request{History: s.Before, Pending: s.Messages, Now: s.At, Language: s.Language,
		Rules: learned.Rules, Style: learned.Style, Voice: learned.Voice, Seed: 1})
	if err != nil {
		r.Problem = detail(err)
		return r
	}
	r.New, r.Confidence, r.Known = d.Text, d.Confidence, d.Known
	for _, f := range d.Flags {
		r.Flags = append(r.Flags, f.Code)
	}
	if s.Sent != "" {
		r.OldNear, r.NewNear = near(s.Old, s.Sent), near(r.New, s.Sent)
	}
	return r
}

// near is 1 for equal texts, else the share of three-letter pieces they have in common.
func near(a, b string) float64 {
	a, b = fold.Text(a), fold.Text(b)
	if a == b {
		return 1
	}
	return fold.PiecesOf(a).Alike(fold.PiecesOf(b))
}

// PrintJSON writes a result as one line of JSON.
func PrintJSON(out io.Writer, r Result) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// columnWidth is the width of each of the three columns, in characters.
const columnWidth = 34

// Print shows a result: the fan's words, and below them the old draft, the new
// one and what was sent, side by side.
func Print(out io.Writer, r Result) {
	fmt.Fprintln(out, words.ReplayHead(r.Draft, r.At, r.Model))
	for _, m := range r.Messages {
		fmt.Fprintln(out, words.ReplayFan(m.Text))
	}
	fresh := r.New
	if r.Problem != "" {
		fresh = words.ReplayNone(r.Problem)
	}
	sent := r.Sent
	if sent == "" {
		sent = words.ReplayUnsent(r.Act)
	}
	columns := [][]string{wrap(r.Old), wrap(fresh), wrap(sent)}
	fmt.Fprintln(out, row(words.ReplayOld, words.ReplayNew, words.ReplaySent))
	for i := range max(len(columns[0]), len(columns[1]), len(columns[2])) {
		var cells []string
		for _, c := range columns {
			if i < len(c) {
				cells = append(cells, c[i])
			} else {
				cells = append(cells, "")
			}
		}
		fmt.Fprintln(out, row(cells...))
	}
	if len(r.Flags) > 0 || r.Known {
		fmt.Fprintln(out, words.ReplayNote(words.Confidence(r.Confidence, r.Known), r.Flags))
	}
	fmt.Fprintln(out)
}

func row(cells ...string) string {
	var b strings.Builder
	for _, c := range cells {
		fmt.Fprintf(&b, "  %-*s", columnWidth, c)
	}
	return strings.TrimRight(b.String(), " ")
}

// wrap breaks a text into lines of a column.
func wrap(text string) (lines []string) {
	line := ""
	for w := range strings.FieldsSeq(text) {
		for r := []rune(w); len(r) > columnWidth; r = []rune(w) {
			lines, line, w = append(lines, strings.TrimSpace(line+" "+string(r[:columnWidth]))), "", string(r[columnWidth:])
		}
		if len([]rune(line))+1+len([]rune(w)) > columnWidth && line != "" {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}
