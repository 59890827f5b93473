package sandbox

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// ErrNoButton is returned by [Person.Taps] when the person sees no such message
// or no such button under it.
var ErrNoButton = errors.New("no such button")

// tap is a callback query on its way.
type tap struct {
	at       time.Time
	answered bool
	answer   Answer
	done     chan struct{} // closed when answered
}

// Taps presses the inline button with exactly that text under the message in
// the bot's private chat, and waits up to Options.TapWait for the bot's
// answer. The error is ErrNoButton, or says that the button has no callback.
func (p *Person) Taps(message int64, button string) (Answer, error) {
	data, err := p.dataOf(message, button)
	if err != nil {
		return Answer{}, err
	}
	return p.TapsData(message, data)
}

func (p *Person) dataOf(message int64, button string) (string, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	r := p.inChat(message)
	if r == nil {
		return "", fmt.Errorf("tap %q under message %d: no such message: %w", button, message, ErrNoButton)
	}
	for _, row := range r.markup.buttons() {
		for _, b := range row {
			if b.Text == button && b.Data == "" {
				return "", fmt.Errorf("tap %q under message %d: the button has no callback", button, message)
			}
			if b.Text == button {
				return b.Data, nil
			}
		}
	}
	return "", fmt.Errorf("tap %q under message %d: %w", button, message, ErrNoButton)
}

// TapsData sends a callback query with that data for that message, whether or
// not such a button is there: old cards, forged taps, deleted messages. The
// error is ErrNoButton if the person's chat with the bot never had such a
// message.
func (p *Person) TapsData(message int64, data string) (Answer, error) {
	t, err := p.tap(message, data)
	if err != nil {
		return Answer{}, err
	}
	timer := time.NewTimer(p.s.opts.TapWait)
	defer timer.Stop()
	select {
	case <-t.done:
	case <-timer.C:
	case <-p.s.done:
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return t.answer, nil
}

// tap queues the callback query.
func (p *Person) tap(message int64, data string) (*tap, error) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	r := p.everInChat(message)
	if r == nil {
		return nil, fmt.Errorf("tap data under message %d: no such message: %w", message, ErrNoButton)
	}
	t := &tap{at: s.now(), done: make(chan struct{})}
	id := idText(rand.Int64N(1<<62) + 1<<61)
	s.taps[id] = t
	shown := s.chatMessage(p, r)
	if r.deleted {
		shown = object{"message_id": r.id, "chat": chatJSON(p.user), "date": 0}
	}
	s.emit(Event{Kind: "tap", Person: p.user.ID, Chat: s.bot.ID, Message: r.id})
	s.add("callback_query", object{"id": id, "from": userJSON(p.user), "message": shown,
		"chat_instance": idText(-3912840192830192 - p.user.ID), "data": data}, t.at.Add(lifeCallback))
	return t, nil
}

func init() { handlers["answerCallbackQuery"] = (*Server).answerCallbackQuery }

// answerCallbackQuery takes one answer per query, while the query lives.
func (s *Server) answerCallbackQuery(q *query) answer {
	t := s.taps[q.text("callback_query_id")]
	if t == nil || t.answered || s.now().Sub(t.at) > lifeCallback {
		return answer{failure: bad("QUERY_ID_INVALID")}
	}
	text := q.text("text")
	if s.tooLong(text, 200) {
		return answer{failure: bad("MESSAGE_TOO_LONG")}
	}
	t.answered = true
	t.answer = Answer{Answered: true, Text: text, Alert: q.boolean("show_alert")}
	close(t.done)
	s.emit(Event{Kind: "answer"})
	return answer{result: true}
}
