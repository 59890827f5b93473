package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"secretary/bot/card"
	"secretary/bot/memory"
	"secretary/bot/pace"
	"secretary/bot/policy"
	"secretary/bot/queue"
	"secretary/persona"
	"secretary/persona/trust"
	"secretary/store"
	"secretary/store/failpoint"
)

// historyLimit bounds the turns read for one draft; the persona's token budget
// is smaller than that.
const historyLimit = 400

// draft makes one fan's draft and offers it. ctx ends when what it answers has
// changed; the store refuses a late offer all the same (store.ErrStale).
func (b *Bot) draft(ctx context.Context, id store.FanID) error {
	fan, err := b.store.Fan(id)
	if err != nil {
		return fmt.Errorf("read fan: %w", err)
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	mode := policy.ModeFor(fan.Mode, s.Mode, b.cfg.Mode)
	if fan.Due.IsZero() || s.Owner != id.Owner || s.Paused {
		return nil // Due stays where drafting is only paused
	}
	if mode == policy.ModeOff && fan.Draft == 0 {
		return b.notDue(fan)
	}
	if problem, err := b.hindrance(fan); err != nil || problem != "" {
		if err != nil {
			return err
		}
		return b.offer(ctx, fan, store.Offer{Problem: problem})
	}
	if known, err := b.knownShut(fan); err != nil || known {
		return err
	}
	talk, err := b.talk(fan)
	if err != nil {
		return err
	}
	if len(talk.request.Pending) == 0 {
		return b.notDue(fan)
	}
	return b.ask(ctx, fan, s, mode, talk)
}

// knownShut tells that the model is away and that the fan's card says so already:
// the fan waits in the queue for the next try, and nothing is written. A night
// without a model must not cost a write a fan every half minute.
func (b *Bot) knownShut(seen store.Fan) (bool, error) {
	problem := b.model.Closed(b.now())
	if problem == "" || seen.Draft == 0 {
		return false, nil
	}
	d, err := b.store.Draft(seen.Draft)
	if err != nil {
		return false, fmt.Errorf("read draft: %w", err)
	}
	if d.Problem != problem || d.State != store.StateOpen || d.Rev != seen.Rev {
		return false, nil
	}
	b.placing.Lock()
	defer b.placing.Unlock()
	f, err := b.store.Fan(seen.ID)
	if err != nil {
		return false, fmt.Errorf("read fan: %w", err)
	}
	if f.Rev != seen.Rev || f.Draft != seen.Draft {
		return false, nil
	}
	f.Due = b.model.Retry(problem, false, b.now())
	b.queue.Set(f)
	return true, nil
}

// notDue takes a fan off the list of drafts to make, unless something came meanwhile.
func (b *Bot) notDue(seen store.Fan) error {
	return b.store.SetFan(seen.ID, func(f *store.Fan) {
		if f.Rev == seen.Rev && f.Due.Equal(seen.Due) {
			f.Due = time.Time{}
		}
	})
}

// hindrance is a reason not to ask the model at all.
func (b *Bot) hindrance(fan store.Fan) (string, error) {
	c, err := b.store.Current(fan.ID.Owner)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && !c.Enabled:
		return "connection", nil
	case err != nil:
		return "", fmt.Errorf("read connection: %w", err)
	case !c.Can("can_reply"):
		return "no_right", nil
	case !b.now().Before(fan.LastIn.Add(store.Window - Margin)):
		return "window", nil
	}
	return "", nil
}

// talk is a conversation as the persona wants it.
type talk struct {
	request persona.Request
	words   []string // the fan's pending texts, for the screen
	media   bool
	// automatic: one of the messages was not typed by a person just now
	automatic bool
	blind     bool // nothing but media: there is no text to answer
	wishes    wishes
	newest    time.Time
}

func (b *Bot) talk(fan store.Fan) (talk, error) {
	t := talk{request: b.rules.Request()}
	pending, err := b.store.Unanswered(fan.ID)
	if err != nil {
		return t, fmt.Errorf("read unanswered messages: %w", err)
	}
	history, err := b.store.History(fan.ID, fan.HistoryFrom, historyLimit)
	if err != nil {
		return t, fmt.Errorf("read history: %w", err)
	}
	waiting := map[int64]bool{}
	t.blind = true
	for _, m := range pending {
		waiting[m.ID] = true
		t.request.Pending = append(t.request.Pending, memory.Turn(m))
		t.newest = m.Date
		t.media = t.media || m.Kind != "text"
		t.automatic = t.automatic || m.Kind == "text" && m.Note == store.NoteAutomatic
		if m.Text != "" {
			t.blind = false
			t.words = append(t.words, m.Text)
			t.wishes.add(m.Text)
		}
	}
	for _, m := range history {
		switch {
		case waiting[m.ID], m.Author == store.AuthorAway, m.Author == store.AuthorOther, m.Kind == store.KindDisclosure:
		default:
			t.request.History = append(t.request.History, memory.Turn(m))
		}
	}
	if t.request.Others, err = b.othersThan(fan); err != nil {
		return t, err
	}
	t.request.Now, t.request.Language, t.request.Media = b.now(), fan.Language, t.media
	t.request.Known = acquaintance(fan, b.now())
	return t, b.book.Known(fan.ID, &t.request)
}

// ask lets the persona draft and decides what becomes of the draft.
func (b *Bot) ask(ctx context.Context, fan store.Fan, s store.Settings, mode string, t talk) error {
	screen := persona.Screen(t.words)
	if f, ok := persona.Alarm(screen); ok {
		return b.alarmCard(ctx, fan, f)
	}
	screen = append(screen, persona.Overlooked(t.words)...)
	again, err := b.wish(fan, &t.request)
	if err != nil {
		return err
	}
	if _, wanted := b.wanted.Load(fan.ID); wanted {
		again = true
	}
	about := policy.Situation{
		Mode: mode, Paused: s.Paused, Threshold: b.cfg.Threshold, Screen: screen, Media: t.media,
		Automatic: t.automatic, Age: b.now().Sub(t.newest), Unsettled: fan.Unsettled > 0, Asked: again,
		Away: fan.Away(), Today: fan.Day.On(b.now()).Auto, Daily: b.cfg.Daily,
		Certificate: trust.Certificate{Holds: s.Earned.Holds, Threshold: s.Earned.Threshold}, Drawn: b.earn.Drawn(fan, s.Earned.Salt),
	}
	if t.parting(fan) {
		about.Mode = b.modeOf(fan, true, s)
	}
	failpoint.Here(failpoint.DraftDue)
	effort := queue.Stopwatch{Now: b.clock}
	d, problem, err := b.compose(ctx, fan, about, t, &effort)
	failpoint.Here(failpoint.DraftMade)
	if err != nil {
		return err
	}
	if ctx.Err() != nil { // what it answers has changed
		return b.effort.Spend(fan.ID, effort.Took, !again)
	}
	if problem != "" {
		return b.offer(ctx, fan, store.Offer{Problem: problem, Retry: b.model.Retry(problem, fan.Draft == 0, b.now()), Asked: again, Spent: effort.Took})
	}
	if d.From > fan.HistoryFrom {
		if err := b.store.SetFan(fan.ID, func(f *store.Fan) { f.HistoryFrom = d.From }); err != nil {
			return fmt.Errorf("keep history mark: %w", err)
		}
		b.book.WasCut(fan.ID)
	}
	score, err := b.figure(&d)
	if err != nil {
		return err
	}
	if about.Certificate, err = b.earn.Certificate(d); err != nil {
		return err
	}
	about.Draft = d
	v := policy.Decide(about)
	return b.offer(ctx, fan, store.Offer{
		Text: d.Text, Confidence: d.Confidence, Known: d.Known, Learned: score.From, Why: v.Why, Hold: v.Hold, Auto: v.Hold,
		Model: d.Model, Digest: d.Digest, Prompt: d.Prompt, Signals: signals(d, score), Fixed: d.Fixed, Parting: d.Fixed && t.parting(fan), Caution: cautious(d),
		Mode: about.Mode, Threshold: policy.Needed(about), Would: v.Would && !d.Fixed, Audit: v.Audit,
		Asked: again, Spent: effort.Took,
	})
}

// wish carries the creator's Again into the request.
func (b *Bot) wish(fan store.Fan, r *persona.Request) (again bool, err error) {
	if fan.Draft == 0 {
		return false, nil
	}
	d, err := b.store.Draft(fan.Draft)
	if err != nil {
		return false, fmt.Errorf("read draft: %w", err)
	}
	r.Instruction, r.Previous, r.Seed = d.Instruction, d.Previous, d.Try
	return d.Try > 1 || d.Instruction != "" || d.Previous != "", nil
}

// compose asks the model, or says in a code why there is no draft.
func (b *Bot) compose(ctx context.Context, fan store.Fan, about policy.Situation, t talk, effort *queue.Stopwatch) (d persona.Draft, problem string, err error) {
	if t.blind {
		return d, "media", nil
	}
	if d, problem, ok := b.fixed(fan, about, t); ok {
		return d, problem, nil
	}
	if code := b.model.Closed(b.now()); code != "" {
		return d, code, nil
	}
	if !about.Asked && b.effort.Exhausted(fan) {
		return d, "effort", nil
	}
	if !b.seats.Take(ctx) {
		return d, "", nil // what it answers has changed
	}
	defer b.seats.Leave()
	if t.request.Examples, err = b.similar(ctx, fan, t); err != nil {
		return d, "", err
	}
	about.Draft = persona.Draft{Known: true, Confidence: 1} // typing is shown if a perfect draft would go out
	stop := b.showTyping(ctx, fan, policy.Decide(about).Hold)
	effort.Time(func() { d, err = b.persona.Draft(ctx, t.request) })
	stop()
	if ctx.Err() != nil {
		return d, "", nil
	}
	if err != nil {
		kind := string(persona.KindOf(err))
		b.log.Warn("no draft", "fan", fan.ID.Chat, "kind", kind, "err", err)
		if kind == string(persona.KindEmpty) && b.cfg.Drafter == "embedded" {
			kind = "nothing" // no model that could think again
		}
		b.model.Fail(kind, b.now())
		return d, kind, nil
	}
	b.model.Works()
	b.log.Info("draft made", "fan", fan.ID.Chat, "model", d.Model, "prompt", d.Prompt, "known", d.Known,
		"prompt_tokens", d.PromptTokens, "prompt_time", d.PromptTime.String(), "total", d.Total.String(), "flags", len(d.Flags))
	switch {
	case !card.Fits(d.Text):
		return d, "unshowable", nil
	case guarded(d):
		return d, "secret", nil
	}
	return d, "", nil
}

// offer stores what came of it. A stale offer is no error: the fan has a new
// place in the queue already.
func (b *Bot) offer(ctx context.Context, fan store.Fan, o store.Offer) error {
	d, reply, err := b.offered(fan, o)
	if errors.Is(err, store.ErrStale) {
		b.log.Info("draft came too late; what it answered has changed", "fan", fan.ID.Chat)
		return b.effort.Spend(fan.ID, o.Spent, !o.Asked)
	}
	if err != nil {
		return fmt.Errorf("store draft: %w", err)
	}
	failpoint.Here(failpoint.DraftOffered)
	b.log.Info("draft offered", "draft", d.ID, "fan", fan.ID.Chat, "state", string(d.State), "problem", o.Problem, "why", len(o.Why),
		"confidence", o.Confidence, "decisions", o.Learned)
	if !o.Retry.IsZero() || d.State == store.StateOpen { // else nothing is due: the place goes with the work
		b.requeue(fan.ID)
	}
	if _, wanted := b.wanted.LoadAndDelete(fan.ID); wanted {
		if err := b.store.Force(d.ID); err != nil {
			return fmt.Errorf("show card: %w", err)
		}
	}
	switch {
	case reply.ID != 0:
		b.log.Info("automatic reply approved", "draft", d.ID, "outbox", reply.ID, "confidence", d.Confidence)
		b.outbox.Ring()
	case d.State == store.StateHolding && b.cfg.Hold <= 0:
		b.autoSend(d)
	}
	b.deck.Ring()
	return nil
}

// offered stores what came of drafting. What goes out by itself, without any
// countdown, is approved in the same transaction.
func (b *Bot) offered(fan store.Fan, o store.Offer) (store.Draft, store.Outgoing, error) {
	if !o.Hold || b.cfg.Hold > 0 || !b.hears(fan.ID.Owner) {
		d, err := b.store.Offer(fan.ID, fan.Rev, o)
		return d, store.Outgoing{}, err
	}
	d, reply, err := b.store.OfferAndSend(fan.ID, fan.Rev, o, b.byItself())
	if reply.ID != 0 {
		failpoint.Here(failpoint.OnceApproved)
	}
	return d, reply, err
}

// typingAfter is how long a draft must take to be worth showing: a flash of
// "typing…" tells nobody anything.
const typingAfter = 150 * time.Millisecond

// showTyping shows the fan "typing…" while an automatic reply is being made, if
// that takes a while. stop waits for the last call to end.
func (b *Bot) showTyping(ctx context.Context, fan store.Fan, on bool) (stop func()) {
	if !on {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		for pause := typingAfter; pace.Sleep(ctx, pause); pause = 4500 * time.Millisecond { // an action lasts 5 s
			b.typing(ctx, fan.ID)
		}
	})
	return func() { cancel(); wg.Wait() }
}

func (b *Bot) typing(ctx context.Context, id store.FanID) {
	c, err := b.store.Current(id.Owner)
	if err != nil || !c.Enabled || b.hush() > 0 {
		return
	}
	call, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if err := b.api.SendChatAction(call, c.ID, id.Chat, "typing"); err != nil && ctx.Err() == nil {
		b.log.Debug("cannot show typing", "fan", id.Chat, "err", err)
		b.hushed(err)
	}
}
