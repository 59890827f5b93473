package persona

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
)

// study asks the model something beside the drafts and reads its JSON answer into a value. The question stands behind
// the system message of r's Rules and Style, as a fan's would: so the persona stays in the server's cache, and little
// but the question is evaluated. The schema names its fields in the order in which the model shall write them; servers
// may ignore it, so whatever is no JSON of just that shape is KindAbsurd, thoughts around it included. predict bounds
// the answer in tokens. There is one turn for drafts and studies: callers see to it that nobody waits.
func (p *Persona) study(caller context.Context, r Request, question, schema string, predict int, into any) *Error {
	if p.config.Drafter == embeddedName {
		return &Error{KindNoModel, "the embedded drafter has no model that could learn"}
	}
	s, err := p.file.load()
	if err == nil {
		err = p.tooBig(s)
	}
	if err == nil {
		err = p.enter(caller)
	}
	if err != nil {
		return err
	}
	defer p.leave()
	ctx, cancel := context.WithTimeout(caller, p.config.Timeout)
	defer cancel()
	known, err := p.server.probe(ctx)
	if err != nil {
		return err
	}
	c := call{messages: assemble(standing(s, r, &p.budget, p.config.NumCtx), nil, question), predict: predict,
		seed: 1 + rand.IntN(1<<30), thinking: known.thinking, format: json.RawMessage(schema)}
	out, err := p.server.chat(ctx, c)
	if err == nil {
		err = out.finished(p.config.Model)
	}
	if err != nil {
		p.server.probes.forget()
		return err
	}
	p.budget.learn(c.messages, out.end.PromptEvalCount)
	if out.thought || !shaped(out.text, into) {
		return &Error{KindAbsurd, "the model did not keep to the form of answer it was asked for"}
	}
	return nil
}

// shaped reads text that is one JSON value with no other fields than those of into, and nothing around it.
func shaped(text string, into any) bool {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if d.Decode(into) != nil {
		return false
	}
	_, err := d.Token()
	return errors.Is(err, io.EOF)
}
