package persona

import (
	"context"
	"fmt"
	"strings"

	"secretary/persona/recall"
)

// maxAsked bounds how many questions of a burst the prompt lists and the model is asked about; of more, up to
// maxListed, the words of the draft have to tell.
const (
	maxAsked  = 4
	maxListed = 12
	maxHeard  = 20 // of the newest messages of a burst are looked through
)

// listed gives the questions that a prompt lists: two or more, since a single one is the message itself.
func listed(pending []Turn) []string {
	if q := Questions(texts(pending[max(0, len(pending)-maxHeard):])); len(q) > 1 {
		return q[:min(len(q), maxListed)]
	}
	return nil
}

// askedNote reminds the model of the questions in the newest messages, if there are several.
func askedNote(pending []Turn) string {
	questions := listed(pending)
	if questions == nil {
		return ""
	}
	return fmt.Sprintf("They ask %d things; answer each:\n%s\n\n", len(questions), enumerate(questions))
}

// enumerate writes the first questions as a fenced, numbered list.
func enumerate(questions []string) string {
	var b strings.Builder
	b.WriteString(fenceOpen)
	for i, q := range questions[:min(len(questions), maxAsked)] {
		fmt.Fprintf(&b, "%d. %s\n", i+1, q)
	}
	return strings.TrimSuffix(b.String(), "\n") + fenceClose
}

// unanswered gives a flag for each question that the draft leaves open. The model is asked about all of them in one
// short call, on the prompt and the draft that are still in the server's cache; where it does not say, and for what is
// beyond maxAsked, the words of the draft tell.
func (p *Persona) unanswered(ctx context.Context, c call, text string, questions []string) (flags []Flag) {
	if len(questions) < 2 {
		return nil
	}
	said := p.coverage(ctx, c, text, questions[:min(len(questions), maxAsked)])
	for i, q := range questions {
		open := !touches(text, q, len(questions))
		if i < len(said) {
			open = !said[i]
		}
		if open {
			flags = append(flags, Flag{"unanswered", q})
		}
	}
	return flags
}

// coverage asks the model which questions the draft answers; nil when it does not say.
func (p *Persona) coverage(ctx context.Context, c call, text string, questions []string) []bool {
	c.messages = append(c.messages[:len(c.messages):len(c.messages)], message{roleOwn, text}, message{roleFan, coverageQuestion(questions)})
	c.predict, c.top = 4*len(questions)+2, judgeChoices
	out, err := p.server.chat(ctx, c)
	if err != nil || !out.end.Done {
		return nil
	}
	if said := out.verdicts(); len(said) == len(questions) {
		return said
	}
	return nil
}

func coverageQuestion(questions []string) string {
	return "COVERAGE: does that message answer these questions?\n" + enumerate(questions) +
		"\nOne word for each, in this order, Yes or No, and nothing else."
}

// verdicts reads one Yes or No after another: by their probabilities where the server tells them, else by the words.
func (out reply) verdicts() (said []bool) {
	for _, t := range out.tokens {
		if w := trimWord(t.text); !yesWords[w] && !noWords[w] {
			continue
		} else if p := verdict(t.top, t.logprobs); p != nil {
			said = append(said, *p >= 0.5)
		}
	}
	if len(said) > 0 {
		return said
	}
	for w := range strings.FieldsSeq(out.text) {
		if w = trimWord(w); yesWords[w] || noWords[w] {
			said = append(said, yesWords[w])
		}
	}
	return said
}

// touches tells by the words alone whether a draft takes up a question: it holds a telling word of it, or a piece of
// one. A question of nothing but common words ("and how are you?") counts if the draft has a sentence for each of n.
func touches(text, question string, n int) bool {
	mine, telling := recall.Telling(text), 0
	for t := range recall.Telling(question) {
		if asking[t] {
			continue
		}
		telling++
		if mine[t] {
			return true
		}
	}
	return telling == 0 && len(sentences(text)) >= n
}

// asking are words that ask: a draft that holds them has answered nothing yet.
var asking = set("much many long where when who why which cuanto cuanta donde cuando como quien wie viel wann wo warum wer was combien " +
	"comment pourquoi quand ou qui quanto quando dove come chi onde quem сколько когда где кто почему как скільки коли де хто чому ile kiedy gdzie kto")
