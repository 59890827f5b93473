// Package persona writes drafts: it answers a fan's messages in the voice of a creator, as described by a Markdown
// file, and says how sure it is. Text goes in, text comes out; it knows nothing of Telegram and stores nothing.
//
// Two drafters exist. "ollama" asks a local model (it is the only importer of Ollama's client); "embedded" needs no
// model and quotes the examples and facts of the persona file, or says plainly that it has nothing.
//
// What holds for every draft:
//
//   - The system message is byte-identical for all fans; the conversation follows as real turns that only grow; the
//     time, instructions and other volatile things stand in the last user message. So the server's prefix cache lives.
//   - Fans' text is data: [Clean] neutralises what a model could read as a control token, and a fence that no fan can
//     type marks it.
//   - An answer counts only when the stream ended with done, reason "stop", and a live context.
//   - The confidence comes from measurements of the draft, never from the model's words about itself; package trust
//     makes a figure of them.
//   - "Are you a bot?" is never answered by a model.
package persona

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"secretary/persona/firewall"
	"secretary/persona/style"
)

// Config says who speaks and which drafter works. The zero value of NumCtx, KeepAlive, Timeout and Parallel means the
// default given with each.
type Config struct {
	Name string // who speaks, as the model shall call her; empty: the first heading of the persona file
	File string // path of the persona file: free Markdown, UTF-8, at most 64 KiB

	URL       string        // base URL of the Ollama server, such as http://127.0.0.1:11434
	Model     string        // full tag of a chat model
	NumCtx    int           // context length in tokens; default 8192
	KeepAlive time.Duration // how long the model stays loaded; negative: for ever; default for ever
	Timeout   time.Duration // for one draft, loading and judging included, waiting in the queue not; default 5 min
	Parallel  int           // drafts made at the same time; default 1, which keeps the cache, and fans apart

	BotAnswer string // the truthful answer to "are you a bot?"; empty: such a message gets no draft
	Drafter   string // "ollama" (default) or "embedded"
}

// Turn is one message of a conversation.
type Turn struct {
	ID      int64 // message id; grows with time within one conversation
	FromFan bool  // else written by, or in the name of, the creator
	Text    string
	Date    time.Time
}

// Request asks for one draft.
type Request struct {
	// History holds what was said before, oldest first, from Draft.From of the last draft for this fan on (0: from the
	// beginning). Passing it from that id keeps the model's cache; see [HistoryTurns] for how many are of use.
	History []Turn
	// Pending holds the fan's messages that the draft shall answer, oldest first; at least one.
	Pending []Turn
	Now     time.Time // the creator's local time, told to the model; zero: not told
	// Language is a hint (BCP 47, such as "pt-br") used when the fan's own words do not tell the language.
	Language    string
	Instruction string // the creator's wish for this draft ("shorter, in Spanish")
	Previous    string // the draft that the creator rejected; the new one shall differ
	Seed        int    // of the sampling; 0: random
	Media       bool   // the fan also sent something that cannot be read (photo, voice, ...)

	// What was learned. Rules and Style are the same for all fans and change seldom: they end the system message.
	// The rest is about this moment and stands in the last user message.
	Rules    []string   // the creator's wishes for all drafts, at most 12
	Style    string     // how the creator writes, measured; one short paragraph
	Voice    style.Card // the same in figures, for the check of the draft; the zero Card checks nothing
	Examples []Example  // the nearest earlier answers of the creator, best first
	Facts    []string   // what this fan said of himself, "key: value"
	Summary  string     // of this fan's older messages
	Known    Acquaintance
	// Others are names and other words of other fans that were near this prompt: none of them may stand in the draft.
	Others []string
}

// Example is an earlier question of some fan and the creator's answer, free of anything personal.
type Example struct {
	Seq              uint64  // the caller's number for it
	Question, Answer string  // the question is empty where it was personal
	Near             float64 // how near the question is to the pending messages, 0 to 1
}

// Acquaintance says how well a fan is known.
type Acquaintance struct {
	Messages int           // the fan ever wrote
	Since    time.Duration // since the first message
	Hand     time.Duration // since the creator last wrote to this fan by hand; 0: never
}

// HistoryTurns is the largest number of history turns that a draft uses. A longer history is cut to its newer half in
// one step, so that the beginning of the prompt changes seldom; callers should pass all turns from the anchor on, or
// at least twice this number.
const HistoryTurns = 120

// Draft is an answer that the creator could send, in full.
type Draft struct {
	Text       string // plain text, trimmed, without control or invisible characters; empty only if Fixed
	Confidence float64
	// Known is false when Confidence is not worth comparing with anything (no logprobs, no judgement, fixed text);
	// Confidence is 0 then, and a person has to decide.
	Known   bool
	Signals Signals
	Flags   []Flag // why a person has to look at it; empty when no check hit
	Model   string // the model's tag; "embedded" for the embedded drafter; "" for a fixed text
	Digest  string // of the model, as the server lists it; changes when the tag is pulled anew
	Prompt  string // first 16 hex digits of the SHA-256 of the system message
	// From is the ID of the oldest turn that the model saw beside the newest words, or of the first pending one if the
	// history was dropped as a whole (0: there was no history). Pass History from it on next time.
	From int64
	// Fixed tells that no model wrote Text: the fan asked whether a bot writes. Text is Config.BotAnswer, maybe empty.
	Fixed        bool
	PromptTokens int           // as counted by the server, cached ones included; 0 without a model
	ReplyTokens  int           // as counted by the server
	PromptTime   time.Duration // spent on the prompt; small when the cache was hit
	Served       time.Duration // what the server says the answer took it, loading included
	Judging      time.Duration // spent after the answer on questions about it; part of Total
	Total        time.Duration // from the start of work (after the queue) to the finished draft
}

// Signals are the measurements behind a confidence, kept with a draft to learn from later. A nil pointer means that
// the value could not be had.
type Signals struct {
	Tokens   int      `json:"tokens,omitempty"`   // content tokens with a logprob
	Mean     *float64 `json:"mean,omitempty"`     // mean logprob
	Quantile *float64 `json:"quantile,omitempty"` // 10 % quantile of the logprobs
	First    *float64 `json:"first,omitempty"`    // logprob of the first content token
	Judge    *float64 `json:"judge,omitempty"`    // probability of Yes to "would the creator send exactly this?"
	Match    *float64 `json:"match,omitempty"`    // embedded drafter: share of the question that its source covers
	Source   string   `json:"source,omitempty"`   // embedded drafter: "example", "fact" or "earlier"
	Language string   `json:"language,omitempty"` // the language the answer should have, ISO 639-1
	Seed     int      `json:"seed,omitempty"`
	Earlier  []uint64 `json:"earlier,omitempty"` // the examples that the model was shown, by Example.Seq
	// Features are the numbers that package trust learns from, by the names it defines. One that could not be measured
	// is left out.
	Features map[string]float64 `json:"features,omitempty"`
}

// FileState says whether the persona file can be used.
type FileState struct {
	OK      bool
	Problem string // one sentence for the creator; empty if OK
	Tokens  int    // estimated length of the whole system message in tokens
}

// Health is a snapshot for the readiness chain.
type Health struct {
	Drafter  string // "ollama" or "embedded"; with "embedded" only Persona, Err and Up (true) matter
	Server   string // base URL
	Version  string // of the server; "0.0.0" is a build without a version
	Up       bool   // the server answers
	Present  bool   // the model is installed
	Remote   bool   // the model, or the server, is somebody's cloud: refused
	Logprobs bool   // the server is new enough (0.12.11) to tell token probabilities
	Thinking bool   // the model can think aloud; it is told not to
	Digest   string
	Context  int           // context length the loaded model really has; 0 when it is not loaded
	Trained  int           // longest context the model was trained for; 0 unknown
	Warm     time.Duration // what the last warm-up took; 0 when there was none
	Err      error         // why no draft can be made by the drafter, an *Error; nil if it can
	Persona  FileState
}

// Persona drafts answers. It is safe for use by several goroutines.
type Persona struct {
	config Config
	file   file
	server *server
	budget budget
	turns  chan struct{} // holds one token for each draft in progress
	warm   atomic.Int64  // nanoseconds of the last warm-up
	wrote  atomic.Value  // string: the digest of the model that wrote the last draft
}

// New makes a Persona. It never fails and touches neither file nor network: what is wrong is reported by Draft,
// Health and Warm.
func New(c Config) *Persona {
	c.NumCtx = cmp.Or(max(c.NumCtx, 0), 8192)
	c.KeepAlive = cmp.Or(c.KeepAlive, -1)
	c.Timeout = cmp.Or(max(c.Timeout, 0), 5*time.Minute)
	c.Parallel = cmp.Or(max(c.Parallel, 0), 1)
	c.Drafter = cmp.Or(c.Drafter, "ollama")
	return &Persona{config: c, file: file{path: c.File, name: c.Name}, server: newServer(c), turns: make(chan struct{}, c.Parallel)}
}

// BotAnswer gives the fixed answer to "are you a bot?", empty if none is configured.
func (p *Persona) BotAnswer() string { return visible(p.config.BotAnswer) }

// Guards gives the piece of this program's orders to the model that a text holds, or a word for their hidden mark; "" if
// there is none. Nobody has a reason to send one to a fan.
func (p *Persona) Guards(text string) string {
	s, err := p.file.load()
	if err != nil {
		return "" // without a file there are no orders
	}
	return s.secret.Guards(text)
}

// Public tells whether the persona file holds a mark (see recall.Marks): a price, a size or a name that may be said to
// anybody. Without a file nothing may.
func (p *Persona) Public(mark string) bool {
	s, err := p.file.load()
	return err == nil && s.public[mark]
}

// LanguageName gives the English name of an ISO 639-1 code, "" if it is not known.
func LanguageName(code string) string { return languageName(code) }

// Draft writes an answer to r.Pending. It waits for its turn first, as long as ctx lets it. The flags of [Screen] and [Overlooked]
// come first among the draft's flags; where one of them is an alarm, no model is asked and there is no draft. A fan who asks whether a bot writes gets the fixed answer, whatever else he writes.
// Errors are of type *Error.
func (p *Persona) Draft(ctx context.Context, r Request) (Draft, error) {
	d, err := p.draft(ctx, r)
	if err != nil {
		return Draft{}, err // not "return d, err": a nil *Error is no nil error
	}
	return d, nil
}

func (p *Persona) draft(ctx context.Context, r Request) (Draft, *Error) {
	said := texts(r.Pending)
	flags := append(flagsOf(firewall.Screen(said, r.Media)), Overlooked(said)...)
	if f, ok := Alarm(flags); ok {
		return Draft{}, &Error{KindAlarm, "the fan's words need a person at once (" + f.Code + ")"}
	}
	if slices.ContainsFunc(flags, func(f Flag) bool { return f.Code == "bot_question" }) {
		return Draft{Text: p.BotAnswer(), Fixed: true, Flags: flags}, nil
	}
	if silent(r) {
		return Draft{}, &Error{KindEmpty, "the fan's messages hold no words to answer"}
	}
	s, err := p.file.load()
	if err != nil {
		return Draft{}, err
	}
	r.Examples = usable(r.Examples, s.own)
	if err := p.enter(ctx); err != nil {
		return Draft{}, err
	}
	defer p.leave()
	var d Draft
	if p.config.Drafter == embeddedName {
		d, err = embedded(s, r)
	} else {
		d, err = p.ask(ctx, s, r)
	}
	d.Flags = append(flags, d.Flags...)
	return d, err
}

// enter waits for a turn. Requests that overlap would throw each other out of the model's cache, and some servers have
// mixed up conversations under such load.
func (p *Persona) enter(ctx context.Context) *Error {
	if ctx.Err() != nil {
		return ended(ctx)
	}
	select {
	case p.turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return &Error{KindBusy, "other drafts took all the time"}
		}
		return ended(ctx)
	}
}

func (p *Persona) leave() { <-p.turns }

// Health looks at the persona file, the server and the model, within about 20 s. It never waits for drafts in progress.
func (p *Persona) Health(ctx context.Context) Health {
	h := Health{Drafter: p.config.Drafter, Warm: time.Duration(p.warm.Load())}
	if h.Drafter == embeddedName {
		h.Up = true
	} else {
		p.server.health(ctx, &h)
	}
	s, err := p.file.load()
	switch {
	case err != nil:
		h.Persona.Problem = err.Detail
	case p.tooBig(s) != nil:
		h.Persona.Tokens = p.budget.tokens(s.system)
		h.Persona.Problem = p.tooBig(s).Detail
	default:
		h.Persona = FileState{OK: true, Tokens: p.budget.tokens(s.system)}
	}
	return h
}

// Warm loads the model and puts the persona, and the Rules and Style of r, into its cache; it gives how long that took.
// It waits for its turn like a draft. With the embedded drafter there is nothing to do. Errors are of type *Error.
func (p *Persona) Warm(ctx context.Context, r Request) (time.Duration, error) {
	if p.config.Drafter == embeddedName {
		return 0, nil
	}
	took, err := p.heat(ctx, r)
	if err != nil {
		return 0, err
	}
	p.warm.Store(int64(took))
	return took, nil
}
