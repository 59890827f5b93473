package persona

import (
	"context"
	"math/rand/v2"
	"time"
)

// ask lets the model draft, then judge its own draft on the very same prompt, which is still in the server's cache.
func (p *Persona) ask(caller context.Context, s *sheet, r Request) (Draft, *Error) {
	start := time.Now()
	ctx, cancel := context.WithTimeout(caller, p.config.Timeout)
	defer cancel()
	known, err := p.server.probe(ctx)
	if err != nil {
		return Draft{}, err
	}
	c := call{predict: replyTokens, seed: r.Seed, thinking: known.thinking}
	if c.seed == 0 {
		c.seed = 1 + rand.IntN(1<<30)
	}
	layout, out, err := p.write(ctx, s, r, &c)
	if err != nil {
		p.server.probes.forget() // the model may have been changed or taken away
		return Draft{}, err
	}
	written := time.Now()
	text, inline := spoken(out.text, s.name)
	if err := sensible(text, out); err != nil {
		return Draft{}, err
	}
	d := Draft{Text: text, Model: p.config.Model, Digest: p.server.answering(ctx, known), Prompt: s.hash, From: layout.from(r),
		PromptTokens: out.end.PromptEvalCount, ReplyTokens: out.end.EvalCount, PromptTime: out.end.PromptEvalDuration, Served: out.end.TotalDuration}
	d.Signals = Signals{Seed: c.seed, Language: layout.language, Earlier: layout.earlier}
	a := &answer{text: text, language: layout.language, request: r, sheet: s}
	d.Flags = append(p.changed(d.Digest), check(a)...)
	if !layout.whole {
		d.Flags = append(d.Flags, Flag{"unseen", ""})
	}
	if known.logprobs && !inline { // with thoughts in the text the tokens cannot be told apart
		d.Signals.measure(out.logprobs)
		d.Signals.Judge = p.judge(ctx, s, c, text)
	}
	d.Flags = append(d.Flags, p.unanswered(ctx, c, text, listed(r.Pending))...)
	d.Signals.feed(a, r)
	d.Confidence, d.Known = d.Signals.figure()
	if caller.Err() != nil { // our own time-out within the judgement only leaves the confidence unknown
		return Draft{}, ended(caller)
	}
	d.Total, d.Judging = time.Since(start), time.Since(written)
	return d, nil
}

// Expect names the model that wrote the last draft of an earlier run by its digest; "" is unknown.
func (p *Persona) Expect(digest string) {
	if digest != "" {
		p.wrote.Store(digest)
	}
}

// changed flags the first draft of another model than the one before, under whatever name: all that was seen of the
// old one says nothing about it.
func (p *Persona) changed(digest string) []Flag {
	if digest == "" {
		return nil
	}
	if before, _ := p.wrote.Swap(digest).(string); before != "" && before != digest {
		return []Flag{{"model_changed", oneLine(p.config.Model, 40)}}
	}
	return nil
}

// write gets a whole answer from the model. A prompt that the server finds too long is tried once more without the
// oldest third of the history. On return c.messages holds the prompt that was answered.
func (p *Persona) write(ctx context.Context, s *sheet, r Request, c *call) (prompt, reply, *Error) {
	layout, err := compose(s, r, &p.budget, p.config.NumCtx)
	if err != nil {
		return layout, reply{}, err
	}
	c.messages = layout.messages
	out, err := p.server.chat(ctx, *c)
	if err != nil && err.Kind == KindTooLong {
		p.budget.refused()
		if short, ok := layout.shorter(); ok {
			layout, c.messages = short, short.messages
			out, err = p.server.chat(ctx, *c)
		}
	}
	if err == nil {
		err = out.finished(p.config.Model)
	}
	if err == nil {
		p.budget.learn(c.messages, out.end.PromptEvalCount)
	}
	return layout, out, err
}

// judge asks in one token whether the creator would send the text; nil when no judgement could be had, which is no
// error: a person decides then.
func (p *Persona) judge(ctx context.Context, s *sheet, c call, text string) *float64 {
	c.messages = append(c.messages[:len(c.messages):len(c.messages)], message{roleOwn, text}, message{roleFan, judgeQuestion(s.name)})
	c.predict, c.top = 1, judgeChoices
	out, err := p.server.chat(ctx, c)
	if err != nil || !out.end.Done {
		return nil
	}
	if len(out.tokens) == 0 {
		return nil
	}
	return verdict(out.tokens[0].top, out.tokens[0].logprobs)
}

// heat makes the model evaluate the system message, so that the next fan need not wait for it.
func (p *Persona) heat(ctx context.Context, r Request) (time.Duration, *Error) {
	s, err := p.file.load()
	if err != nil {
		return 0, err
	}
	if err := p.tooBig(s); err != nil {
		return 0, err
	}
	if err := p.enter(ctx); err != nil {
		return 0, err
	}
	defer p.leave()
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, p.config.Timeout)
	defer cancel()
	known, err := p.server.probe(ctx)
	if err != nil {
		return 0, err
	}
	c := call{messages: assemble(standing(s, r, &p.budget, p.config.NumCtx), nil, "hi"), predict: 1, seed: 1, thinking: known.thinking}
	out, err := p.server.chat(ctx, c)
	if err != nil {
		return 0, err
	}
	if !out.end.Done {
		return 0, &Error{KindCut, "the warm-up was cut off"}
	}
	p.budget.learn(c.messages, out.end.PromptEvalCount)
	return time.Since(start), nil
}

// tooBig tells whether the persona file leaves no room for a conversation.
func (p *Persona) tooBig(s *sheet) *Error {
	if p.config.Drafter == embeddedName {
		return nil
	}
	return fits(s, &p.budget, p.config.NumCtx)
}
