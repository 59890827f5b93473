package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

// Step is one link of the readiness chain. `secretary check`, the start of
// `run` and /status show the same list.
type Step struct {
	N      int    `json:"n"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	State  string `json:"state"` // ok | blocked | waiting | unknown
	Detail string `json:"detail"`
	Fix    string `json:"fix,omitempty"` // the exact next thing to do
	Rights []Perm `json:"rights,omitempty"`
}

// Perm is one permission of the business connection.
type Perm struct {
	Flag    string `json:"flag"` // BusinessBotRights field
	Label   string `json:"label"`
	Granted bool   `json:"granted"`
	Needed  bool   `json:"needed"`
	Why     string `json:"why,omitempty"`
}

// States of a step.
const (
	stepOK      = "ok"
	stepBlocked = "blocked"
	stepWaiting = "waiting"
	stepUnknown = "unknown"
)

// Blocked reports whether anything in the chain blocks.
func Blocked(steps []Step) bool {
	for _, s := range steps {
		if s.State == stepBlocked {
			return true
		}
	}
	return false
}

// probe is what the chain finds out before it judges.
type probe struct {
	me       telegram.User
	meErr    error
	settings store.Settings
	stats    store.Stats
	owner    int64
	current  store.Connection
	found    bool // a connection of the creator
	foreign  string
	warmErr  error
	warm     time.Duration
	health   persona.Health
	pollErr  error
	polled   bool
	hook     telegram.WebhookInfo
	hookErr  error
}

// Readiness runs the chain. live is the daemon's own view: it knows whether its
// poll works. Without it (`secretary check` while nothing runs) one short poll
// that acknowledges nothing is made, and the model is warmed up.
func (b *Bot) Readiness(ctx context.Context, live bool) []Step {
	p := &probe{}
	p.settings, _ = b.store.Settings()
	p.stats, _ = b.store.Stats()
	p.owner = p.settings.Owner
	if b.cfg.Owner != 0 {
		p.owner = b.cfg.Owner
	}
	p.foreign = strings.Join(foreigners(p.settings, p.owner), ", ")
	call, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if p.me, p.meErr = b.api.GetMe(call); p.meErr == nil {
		p.hook, p.hookErr = b.api.GetWebhookInfo(call)
		b.look(call, p, live)
	}
	if !live {
		p.warm, p.warmErr = b.persona.Warm(ctx, b.learned())
	}
	p.health = b.persona.Health(ctx)
	steps := []Step{
		{ID: "config", State: stepOK, Detail: words.ConfigFine},
		b.stepToken(p), b.stepUsername(p), b.stepSameBot(p), b.stepPoller(p, live), stepMode(p),
		b.stepCreator(ctx, p), b.stepConnection(p), stepRights(p), stepChats(p),
		stepSeen("inbound", p.stats.LastIn, words.InboundWait), stepSeen("outbound", p.stats.LastOut, words.OutboundWait),
		b.stepModel(p), stepPersona(p), b.stepData(), b.stepSound(live),
	}
	for i := range steps {
		steps[i].N, steps[i].Title = i+1, words.StepTitle(steps[i].ID)
	}
	return steps
}

// look finds the creator's connection: the stored one, re-read, or one that
// waits in Telegram's queue.
func (b *Bot) look(ctx context.Context, p *probe, live bool) {
	if p.owner != 0 {
		if c, err := b.store.Current(p.owner); err == nil {
			p.current, p.found = c, true
		}
	}
	if !live && b.sameBot(p) {
		b.peekQueue(ctx, p)
	}
	if p.found {
		fresh, err := b.api.GetBusinessConnection(ctx, p.current.ID)
		if e, ok := telegram.AsError(err); ok && e.Certain && connectionGone(e) {
			p.current.Enabled = false
		} else if err == nil {
			p.current = connectionRow(fresh, b.now())
		}
	}
}

func (b *Bot) sameBot(p *probe) bool {
	return p.settings.BotID == 0 || p.settings.BotID == p.me.ID
}

// peekQueue reads waiting updates without an offset: nothing is acknowledged.
func (b *Bot) peekQueue(ctx context.Context, p *probe) {
	raws, err := b.api.GetUpdates(ctx, 0, 100, 0)
	p.polled, p.pollErr = true, err
	asked := map[string]bool{}
	for _, r := range raws {
		u, err := telegram.DecodeUpdate(r.Raw)
		if err != nil {
			continue
		}
		if u.BusinessConnection != nil {
			b.consider(p, *u.BusinessConnection)
		}
		if m := u.BusinessMessage; m != nil && authorOf(*m, p.owner, p.me.ID) == store.AuthorFan {
			if at := time.Unix(m.Date, 0); at.After(p.stats.LastIn) {
				p.stats.LastIn = at
			}
		}
		if id := connectionID(u); id != "" && !asked[id] && id != p.current.ID {
			asked[id] = true
			if c, err := b.api.GetBusinessConnection(ctx, id); err == nil {
				b.consider(p, c)
			}
		}
	}
}

// consider holds one more connection against what is known.
func (b *Bot) consider(p *probe, c telegram.BusinessConnection) {
	row := connectionRow(c, b.now())
	if p.owner == 0 {
		return
	}
	if row.Owner != p.owner {
		if row.Enabled {
			p.foreign = who(row)
		}
		return
	}
	if !p.found || row.Enabled || row.ID == p.current.ID {
		p.current, p.found = row, true
	}
}

func (b *Bot) stepToken(p *probe) Step {
	if p.meErr == nil {
		return Step{ID: "token", State: stepOK, Detail: words.TokenFine + words.ClockOff(b.api.Skew())}
	}
	if e, ok := telegram.AsError(p.meErr); ok && e.Unauthorized() {
		fix := words.TokenRefused
		if dead := b.dead.Load(); dead != nil {
			fix = *dead
		}
		return Step{ID: "token", State: stepBlocked, Detail: words.TokenBad, Fix: fix}
	}
	return Step{ID: "token", State: stepBlocked, Detail: words.Unreachable(p.meErr.Error()), Fix: words.UnreachableFix}
}

func (b *Bot) stepUsername(p *probe) Step {
	want := strings.TrimPrefix(b.cfg.Username, "@")
	switch {
	case p.meErr != nil:
		return needs("username", 2)
	case want != "" && !strings.EqualFold(want, p.me.Username):
		return Step{ID: "username", State: stepBlocked, Detail: "@" + p.me.Username, Fix: words.WrongUsername(want, p.me.Username)}
	case want == "":
		return Step{ID: "username", State: stepOK, Detail: words.UsernameAny(p.me.Username)}
	}
	return Step{ID: "username", State: stepOK, Detail: "@" + p.me.Username}
}

func (b *Bot) stepSameBot(p *probe) Step {
	switch {
	case p.meErr != nil:
		return needs("same_bot", 2)
	case p.settings.BotID == 0:
		return Step{ID: "same_bot", State: stepOK, Detail: words.NewData(p.me.Username)}
	case p.settings.BotID != p.me.ID && !b.cfg.Adopt:
		return Step{ID: "same_bot", State: stepBlocked, Detail: words.DataOf(p.settings.BotName),
			Fix: words.OtherBot(p.settings.BotName, p.settings.BotID, p.me.Username, p.me.ID)}
	}
	return Step{ID: "same_bot", State: stepOK, Detail: words.DataOf(p.me.Username)}
}

func (b *Bot) stepPoller(p *probe, live bool) Step {
	s := Step{ID: "poller", State: stepOK, Detail: words.PollerFine}
	conflict := b.conflict.Load()
	if e, ok := telegram.AsError(p.pollErr); ok && e.Conflict() && !e.Has("webhook") {
		conflict = true
	}
	switch {
	case p.meErr != nil:
		return needs("poller", 2)
	case p.hookErr == nil && p.hook.URL != "":
		return Step{ID: "poller", State: stepBlocked, Detail: words.WebhookSet, Fix: words.WebhookFix}
	case conflict:
		return Step{ID: "poller", State: stepBlocked, Detail: words.ConflictSeen, Fix: words.ConflictFix}
	case live && !b.polling.Load():
		return Step{ID: "poller", State: stepUnknown, Detail: words.PollerDown}
	case !live && (!p.polled || p.pollErr != nil || p.hookErr != nil):
		return Step{ID: "poller", State: stepUnknown, Detail: words.PollerUntried}
	}
	return s
}

func stepMode(p *probe) Step {
	switch {
	case p.meErr != nil:
		return needs("secretary_mode", 2)
	case !p.me.CanConnectToBusiness:
		return Step{ID: "secretary_mode", State: stepBlocked, Detail: words.ModeIsOff(p.me.Username), Fix: words.ModeFix(p.me.Username)}
	}
	return Step{ID: "secretary_mode", State: stepOK, Detail: words.ModeIsOn(p.me.Username)}
}

// stepCreator proves that a card can be delivered by showing "typing…" in the
// creator's own chat with the bot: it fails where Start was never pressed.
func (b *Bot) stepCreator(ctx context.Context, p *probe) Step {
	if p.meErr != nil {
		return needs("creator", 2)
	}
	if p.owner == 0 {
		return Step{ID: "creator", State: stepWaiting, Detail: words.CreatorUnknown, Fix: words.CreatorFix}
	}
	chat := p.owner
	if p.settings.Owner == p.owner {
		chat = chatOf(p.settings)
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := b.api.SendChatAction(call, "", chat, "typing")
	e, ok := telegram.AsError(err)
	switch {
	case err == nil:
		return Step{ID: "creator", State: stepOK, Detail: words.CreatorFine(p.owner)}
	case ok && e.Certain && (e.Code == 403 || e.Code == 400):
		return Step{ID: "creator", State: stepBlocked, Detail: words.CreatorShut(p.owner), Fix: words.StartFix(p.me.Username)}
	}
	return Step{ID: "creator", State: stepUnknown, Detail: words.CreatorUntried(p.owner)}
}

func (b *Bot) stepConnection(p *probe) Step {
	switch {
	case p.meErr != nil:
		return needs("connection", 2)
	case p.owner == 0:
		return needs("connection", 7)
	case p.found && p.current.Enabled:
		return Step{ID: "connection", State: stepOK, Detail: words.ConnectionFine}
	case p.found:
		return Step{ID: "connection", State: stepBlocked, Detail: words.ConnectionOff, Fix: words.ConnectFix(p.me.Username)}
	case p.foreign != "":
		return Step{ID: "connection", State: stepBlocked, Detail: words.ConnectionForeign(p.foreign), Fix: words.ConnectFix(p.me.Username)}
	}
	return Step{ID: "connection", State: stepWaiting, Detail: words.ConnectionNone, Fix: words.ConnectFix(p.me.Username)}
}

func stepRights(p *probe) Step {
	if !p.found || !p.current.Enabled {
		return needs("permissions", 8)
	}
	s := Step{ID: "permissions", State: stepOK}
	known := map[string]bool{}
	for _, r := range words.Rights {
		known[r.Flag] = true
		s.Rights = append(s.Rights, Perm{Flag: r.Flag, Label: r.Label, Granted: p.current.Can(r.Flag), Needed: r.Needed, Why: r.Why})
	}
	for _, f := range p.current.Rights {
		if !known[f] {
			s.Rights = append(s.Rights, Perm{Flag: f, Label: words.RightLabel(f), Granted: true})
		}
	}
	missing, extra := missingRights(p.current), extraRights(p.current)
	s.Detail = words.RightsDetail(missing, extra)
	if len(missing) > 0 {
		s.Fix = words.RightsFix(missing)
	}
	if !p.current.Can(store.CanReply) {
		s.State = stepBlocked
	}
	return s
}

func stepChats(p *probe) Step {
	s := Step{ID: "chats", State: stepUnknown, Detail: words.ChatsSeen(p.stats.Chats)}
	if p.stats.Chats > 0 {
		s.State = stepOK
	}
	return s
}

func stepSeen(id string, at time.Time, none string) Step {
	if at.IsZero() {
		return Step{ID: id, State: stepWaiting, Detail: none}
	}
	return Step{ID: id, State: stepOK, Detail: at.Local().Format("2006-01-02 15:04:05")}
}

func (b *Bot) stepModel(p *probe) Step {
	h := p.health
	var err *persona.Error
	switch {
	case h.Drafter == "embedded":
		return Step{ID: "model", State: stepOK, Detail: words.ModelEmbedded}
	case h.Remote:
		return Step{ID: "model", State: stepBlocked, Detail: words.ModelRemote, Fix: words.Problem("remote", b.cfg.Model)}
	case !h.Up:
		return Step{ID: "model", State: stepBlocked, Detail: words.ModelDown(h.Server), Fix: words.ModelDownFix}
	case !h.Present:
		return Step{ID: "model", State: stepBlocked, Detail: words.ModelMissing(b.cfg.Model), Fix: "ollama pull " + b.cfg.Model}
	case p.warmErr != nil && errors.As(p.warmErr, &err) && err.Kind != persona.KindPersona:
		return Step{ID: "model", State: stepBlocked, Detail: words.ModelCold(err.Error()), Fix: words.ModelDownFix}
	}
	warm := h.Warm
	if p.warm > 0 {
		warm = p.warm
	}
	return Step{ID: "model", State: stepOK, Detail: words.ModelFine(b.cfg.Model, h.Version, warm, h.Logprobs)}
}

func stepPersona(p *probe) Step {
	if f := p.health.Persona; !f.OK {
		return Step{ID: "persona", State: stepBlocked, Detail: f.Problem, Fix: words.PersonaFix}
	}
	return Step{ID: "persona", State: stepOK, Detail: words.PersonaFine(p.health.Persona.Tokens)}
}

// A data file is worth compacting where more than this is empty, and more than
// half of it: what is empty is used again.
const worthCompacting = 16 << 20

// lowDisk is the free space below which storing messages is about to fail.
const lowDisk = 64 << 20

func (b *Bot) stepData() Step {
	free, err := freeSpace(b.cfg.DataDir)
	if err != nil {
		return Step{ID: "data", State: stepUnknown, Detail: words.DataUnmeasured}
	}
	if free < lowDisk {
		return Step{ID: "data", State: stepBlocked, Detail: words.DataFull(free), Fix: words.DataFullFix}
	}
	s := Step{ID: "data", State: stepOK, Detail: words.DataFine(b.store.Size(), free)}
	if spare := b.store.Spare(); spare > worthCompacting && spare > b.store.Size()/2 {
		s.Detail += "; " + words.SpareRoom(spare)
	}
	for _, p := range b.places() {
		if p.low() {
			s.State, s.Fix = stepWaiting, words.LowSpaceFix(p.dir, p.free, p.needs)
		}
	}
	if b.cfg.Backup.Every > 0 {
		s.Detail += "; " + words.LastBackup(b.lastBackup(), b.clock())
		if _, old := b.oldBackup(); old {
			s.State, s.Fix = stepWaiting, strings.TrimSpace(s.Fix+" "+words.BackupOldFix(b.cfg.Backup.Keeper.Dir))
		}
	}
	return s
}

// needs is a step that cannot be judged before another one is ok.
func needs(id string, n int) Step {
	return Step{ID: id, State: stepUnknown, Detail: words.NeedsStep(n)}
}
