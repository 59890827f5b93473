package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/policy"
	"secretary/bot/router"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// inboxRows is how many fans /inbox lists at once.
const inboxRows = 10

func (b *Bot) help(tele.Context) error { return b.notices.TellErr("", words.HelpHTML) }

func (b *Bot) pauseAll(tele.Context) error {
	return b.setPaused(true, words.PausedNow, words.AlreadyPaused)
}

func (b *Bot) resumeAll(tele.Context) error {
	return b.setPaused(false, words.Resumed, words.AlreadyRunning)
}

// setPaused turns drafting off or on everywhere; it survives a restart.
func (b *Bot) setPaused(on bool, done, already string) error {
	was := false
	_, err := b.store.UpdateSettings(func(s *store.Settings) error {
		was, s.Paused = s.Paused, on
		return nil
	})
	if err != nil {
		return fmt.Errorf("save pause: %w", err)
	}
	b.log.Info("pause", "on", on)
	if was == on {
		return b.notices.TellErr("", already)
	}
	if on {
		b.queue.InterruptAll()
	}
	if err := b.rethink(); err != nil {
		return err
	}
	return b.notices.TellErr("", done)
}

// rethink brings open drafts in line with a new pause or mode: countdowns that
// may not end by themselves any more ask, and cards that promise a draft which
// is not being made say so. Then the queue is read again.
func (b *Bot) rethink() error {
	open, err := b.store.Open()
	if err != nil {
		return fmt.Errorf("read open drafts: %w", err)
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	for _, d := range open {
		f, err := b.store.Fan(d.Fan)
		if err != nil {
			return fmt.Errorf("read fan: %w", err)
		}
		if err := b.rethinkDraft(d, f, s.Paused, b.modeOf(f, d.Parting, s)); err != nil {
			return err
		}
	}
	b.deck.Ring()
	return b.reschedule()
}

func (b *Bot) rethinkDraft(d store.Draft, f store.Fan, paused bool, mode string) error {
	var err error
	var no *store.Refusal
	switch {
	case d.State == store.StateHolding && paused:
		_, err = b.store.Stop(d.ID, d.Try, store.WhyPaused)
	case d.State == store.StateHolding && mode == policy.ModeEarn:
		err = b.earn.Unearn(d)
	case d.State == store.StateHolding && mode != policy.ModeAuto:
		_, err = b.store.Stop(d.ID, d.Try, store.WhyMode)
	case d.Text == "" && (d.State == store.StateDrafting || d.Problem == store.ProblemWorking) && paused:
		_, err = b.store.Offer(d.Fan, f.Rev, store.Offer{Problem: "paused", Retry: b.now()})
	case d.Text == "" && d.Problem == store.ProblemWorking && mode == policy.ModeOff:
		_, err = b.store.Offer(d.Fan, f.Rev, store.Offer{Problem: "off"})
	}
	if err != nil && !errors.As(err, &no) && !errors.Is(err, store.ErrStale) {
		return fmt.Errorf("bring a draft in line: %w", err)
	}
	return nil
}

// inboxList lists who waits, most urgent first, a button each.
func (b *Bot) inboxList(tele.Context) error {
	fans, err := b.store.Waiting(inboxRows + 1)
	if err != nil {
		return fmt.Errorf("read waiting fans: %w", err)
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	total := len(fans)
	if fans, err = b.unanswered(fans, s.Owner); err != nil {
		return err
	}
	if len(fans) == 0 {
		return b.notices.TellErr("", words.InboxEmpty)
	}
	if total <= inboxRows {
		total = len(fans)
	} else if stats, err := b.store.Stats(); err == nil {
		total = max(stats.Waiting, len(fans))
	}
	text := words.InboxTitle(total)
	if total > inboxRows {
		text += "\n" + words.InboxMore(total-inboxRows)
		fans = fans[:min(len(fans), inboxRows)]
	}
	var k telegram.InlineKeyboardMarkup
	for _, f := range fans {
		label := words.InboxRow(card.Cut(card.FanName(f), 24), f.Waiting, left(f, b.now()))
		k.InlineKeyboard = append(k.InlineKeyboard, []telegram.InlineKeyboardButton{card.Press(label, card.ActOpen, strconv.FormatInt(f.ID.Chat, 10))})
	}
	return b.notices.TellWith("", text, &k)
}

// unanswered leaves out fans of a former creator and those whose reply is on
// its way.
func (b *Bot) unanswered(fans []store.Fan, owner int64) ([]store.Fan, error) {
	var out []store.Fan
	for _, f := range fans {
		d, err := b.standing(f)
		if err != nil {
			return nil, err
		}
		if f.ID.Owner == owner && d.State != store.StateQueued {
			out = append(out, f)
		}
	}
	return out, nil
}

// openChat answers Telegram's Manage Bot bar: /start bizChat<user id>.
func (b *Bot) openChat(_ tele.Context, s store.Settings, id string) error {
	chat, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return b.notices.TellErr("", words.NoSuchFan)
	}
	return b.open(s, store.FanID{Owner: s.Owner, Chat: chat})
}

// openDraft answers the link in an Edit prompt: the fan the draft is for.
func (b *Bot) openDraft(s store.Settings, id string) error {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return b.notices.TellErr("", words.NoSuchFan)
	}
	d, err := b.store.Draft(n)
	if errors.Is(err, store.ErrNotFound) || err == nil && d.Fan.Owner != s.Owner {
		return b.notices.TellErr("", words.NoSuchFan)
	}
	if err != nil {
		return fmt.Errorf("read draft: %w", err)
	}
	return b.open(s, d.Fan)
}

// modeCommand shows or sets who decides; as a reply to a card, for that fan.
func (b *Bot) modeCommand(c tele.Context) error {
	word := strings.ToLower(strings.TrimSpace(c.Message().Payload))
	if c.Message().ReplyTo != nil {
		return b.setFanMode(c.Message(), word)
	}
	if word != "" {
		return b.setMode(word)
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	return b.showMode(s)
}

func (b *Bot) showMode(s store.Settings) error {
	mode := policy.ModeFor("", s.Mode, b.cfg.Mode)
	return b.notices.TellWith("", words.ModeHTML(mode, b.cfg.Threshold, b.cfg.Hold), card.ModeButtons(mode))
}

// trustCommand answers /trust. Drawing and sending a picture takes a moment, so
// it runs off the inbox loop.
func (b *Bot) trustCommand(tele.Context) error {
	b.desk.Later(func(ctx context.Context) {
		if err := b.earn.Show(ctx); err != nil && ctx.Err() == nil {
			b.log.Error("cannot show the trust report", "err", err)
			b.notices.Tell("", words.TrustFailed)
		}
	})
	return nil
}

// setMode saves the mode; countdowns stop where it does not allow them, and work
// begins again when it is no longer off.
func (b *Bot) setMode(word string) error {
	if !policy.IsMode(word) {
		return b.notices.TellErr("", words.ModeUnknown(card.Escape(card.Name(card.Cut(word, 40), ""))))
	}
	s, err := b.store.UpdateSettings(func(s *store.Settings) error {
		s.Mode = word
		return nil
	})
	if err != nil {
		return fmt.Errorf("save mode: %w", err)
	}
	b.log.Info("mode", "mode", word)
	if word == policy.ModeApprove || word == policy.ModeOff {
		b.queue.InterruptAll()
	}
	if word != policy.ModeOff {
		if err := b.store.Wake(); err != nil {
			return fmt.Errorf("wake waiting fans: %w", err)
		}
	}
	if err := b.rethink(); err != nil {
		return err
	}
	return b.showMode(s)
}

// repliedFan is the fan of the card that a message of the creator replies to;
// not ok: it is no card, and the creator was told.
func (b *Bot) repliedFan(m *tele.Message) (f store.Fan, ok bool, err error) {
	d, err := b.cardOf(m.ReplyTo)
	if errors.Is(err, store.ErrNotFound) {
		return f, false, b.tellTo(m, words.NotACard)
	}
	if err != nil {
		return f, false, fmt.Errorf("find card: %w", err)
	}
	if f, err = b.store.Fan(d.Fan); err != nil {
		return f, false, fmt.Errorf("read fan: %w", err)
	}
	return f, true, nil
}

// setFanMode sets who decides for the fan of a card; "default" goes back to the
// general mode.
func (b *Bot) setFanMode(m *tele.Message, word string) error {
	f, ok, err := b.repliedFan(m)
	if err != nil || !ok {
		return err
	}
	name := card.Escape(card.FanName(f))
	switch word {
	case "":
		return b.tellTo(m, words.FanModeHTML(name, f.Mode))
	case "default":
		word = ""
	case policy.ModeApprove, policy.ModeEarn, policy.ModeAuto, policy.ModeOff:
	default:
		return b.tellTo(m, words.ModeUnknown(card.Escape(card.Name(card.Cut(word, 40), ""))))
	}
	if err := b.store.SetFan(f.ID, func(f *store.Fan) { f.Mode, f.Person = word, store.Person{} }); err != nil {
		return fmt.Errorf("save mode: %w", err)
	}
	b.log.Info("mode of one fan", "fan", f.ID.Chat, "mode", word)
	b.queue.Interrupt(f.ID)
	if word != policy.ModeOff && f.Draft == 0 && f.Waiting > 0 && f.LastID > f.Skipped {
		if err := b.store.SetFan(f.ID, func(f *store.Fan) { f.Due = b.now() }); err != nil {
			return fmt.Errorf("make a draft due: %w", err)
		}
	}
	if err := b.rethink(); err != nil {
		return err
	}
	return b.tellTo(m, words.FanModeHTML(name, word))
}

// again is the command without a card; with one, text has caught it.
func (b *Bot) again(c tele.Context) error {
	if c.Message().ReplyTo != nil {
		return b.text(c)
	}
	return b.notices.TellErr("", words.AgainHow)
}

// text takes the creator's words. Only a reply to a card can ever reach a fan;
// any other text is answered with how to do it, and goes nowhere.
func (b *Bot) text(c tele.Context) error {
	m := c.Message()
	if m == nil {
		return nil
	}
	if m.ReplyTo == nil {
		if strings.HasPrefix(m.Text, "/") {
			return b.tellTo(m, words.UnknownCommand)
		}
		return b.tellTo(m, words.PlainText)
	}
	if id, ok, err := b.fanOf(m.ReplyTo); err != nil || ok {
		if err != nil {
			return err
		}
		return b.writeFact(m, id, m.Text, true)
	}
	d, err := b.cardOf(m.ReplyTo)
	if errors.Is(err, store.ErrNotFound) {
		return b.tellTo(m, words.NotACard)
	}
	if err != nil {
		return fmt.Errorf("find card: %w", err)
	}
	if err := b.workOnFan(d.Fan); err != nil {
		return err
	}
	if rest, ok := cutCommand(m.Text, "/again"); ok {
		err = b.redraft(d.ID, d.Try, rest)
	} else if strings.HasPrefix(m.Text, "/") {
		return b.tellTo(m, words.UnknownCommand)
	} else if card.Blank(m.Text) {
		return b.tellTo(m, words.OwnBlank)
	} else {
		err = b.sendOwn(d, m)
	}
	if err == nil {
		return nil
	}
	why, err := b.refusal(err)
	if err != nil {
		return err
	}
	return b.tellTo(m, card.Escape(why))
}

// styles are the entities that go to the fan with the creator's words. The others
// Telegram finds by itself in any text, or keeps from bots.
var styles = []string{"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link"}

// styled is how the creator's words are set, as Telegram takes it; empty: plain.
func styled(m *tele.Message) (string, error) {
	var out []telegram.MessageEntity
	for _, e := range m.Entities {
		if slices.Contains(styles, string(e.Type)) {
			out = append(out, telegram.MessageEntity{Type: string(e.Type), Offset: e.Offset, Length: e.Length, URL: e.URL, Language: e.Language})
		}
	}
	if out == nil {
		return "", nil
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return "", fmt.Errorf("encode style: %w", err)
	}
	return string(raw), nil
}

// sendOwn approves the creator's own words, as they are set, for the fan of a card.
func (b *Bot) sendOwn(d store.Draft, m *tele.Message) error {
	if b.persona.Guards(m.Text) != "" {
		b.log.Warn("the creator's words hold the model's instructions; they are not sent", "draft", d.ID)
		return &store.Refusal{Code: "secret", Draft: d}
	}
	style, err := styled(m)
	if err != nil {
		return err
	}
	o, err := b.store.Approve(store.Approval{Draft: d.ID, Try: d.Try, Text: m.Text, Style: style, Margin: Margin})
	if err != nil {
		return err
	}
	b.log.Info("reply written by the creator", "draft", d.ID, "outbox", o.ID)
	b.queue.Interrupt(d.Fan)
	b.requeue(d.Fan)
	b.outbox.Ring()
	b.deck.Ring()
	return nil
}

// cutCommand splits "/again shorter" into the command and the rest.
func cutCommand(text, command string) (rest string, ok bool) {
	head, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if i := strings.IndexAny(head, "\n\t"); i >= 0 {
		head, rest = head[:i], head[i+1:]+" "+rest
	}
	name, _, _ := strings.Cut(head, "@")
	return strings.TrimSpace(rest), name == command
}

// notText refuses pictures and the like as replies.
func (b *Bot) notText(c tele.Context) error { return b.tellTo(c.Message(), words.OnlyText) }

// edited tells the creator that a reply to a card stays as it was sent first. An edit
// that changes no word is Telegram's own doing.
func (b *Bot) edited(c tele.Context) error {
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	m := c.Message()
	if !router.IsCreator(c, s) || !router.Private(c) || m.ReplyTo == nil {
		return nil
	}
	d, err := b.cardOf(m.ReplyTo)
	if errors.Is(err, store.ErrNotFound) || err == nil && (!d.Own || d.Text == m.Text) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find card: %w", err)
	}
	f, err := b.store.Fan(d.Fan)
	if err != nil {
		return fmt.Errorf("read fan: %w", err)
	}
	return b.tellTo(m, words.EditedReply(card.Escape(card.FanName(f))))
}

// tellTo answers one of the creator's messages.
func (b *Bot) tellTo(m *tele.Message, html string) error {
	return b.notices.Enqueue(store.Notice{Text: html, ReplyTo: int64(m.ID)})
}
