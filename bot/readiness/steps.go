package readiness

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	"secretary/bot/desk"
	"secretary/bot/profile"
	"secretary/bot/telegram"
	"secretary/bot/upkeep"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

func (c *Chain) stepConfig() Step {
	if c.Exposed != nil {
		if files := c.Exposed(); len(files) > 0 {
			return Step{ID: "config", State: stepWaiting, Detail: words.ConfigExposed(files), Fix: words.ConfigExposedFix(files)}
		}
	}
	return Step{ID: "config", State: stepOK, Detail: words.ConfigFine}
}

func (c *Chain) stepToken(p *probe) Step {
	if p.meErr == nil {
		return Step{ID: "token", State: stepOK, Detail: words.TokenFine + words.ClockOff(c.API.Skew())}
	}
	if e, ok := telegram.AsError(p.meErr); ok && e.Unauthorized() {
		fix := words.TokenRefused
		if dead := c.Identity.Dead(); dead != "" {
			fix = dead
		}
		return Step{ID: "token", State: stepBlocked, Detail: words.TokenBad, Fix: fix}
	}
	fix := words.UnreachableFix
	if e, ok := telegram.AsError(p.meErr); ok && e.Proxy != "" {
		fix = words.ProxyFix(e.Proxy)
	}
	return Step{ID: "token", State: stepBlocked, Detail: words.Unreachable(p.meErr.Error()), Fix: fix}
}

func (c *Chain) stepUsername(p *probe) Step {
	want := strings.TrimPrefix(c.Username, "@")
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

func (c *Chain) stepSameBot(p *probe) Step {
	switch {
	case p.meErr != nil:
		return needs("same_bot", 2)
	case p.dataErr != nil:
		return needs("same_bot", dataStep)
	case p.settings.BotID == 0:
		return Step{ID: "same_bot", State: stepOK, Detail: words.NewData(p.me.Username)}
	case p.settings.BotID != p.me.ID && !c.Adopt:
		return Step{ID: "same_bot", State: stepBlocked, Detail: words.DataOf(p.settings.BotName),
			Fix: words.OtherBot(p.settings.BotName, p.settings.BotID, p.me.Username, p.me.ID)}
	}
	return Step{ID: "same_bot", State: stepOK, Detail: words.DataOf(p.me.Username)}
}

func (c *Chain) stepPoller(p *probe, live bool) Step {
	s := Step{ID: "poller", State: stepOK, Detail: words.PollerFine}
	conflict := c.Conflict()
	if e, ok := telegram.AsError(p.pollErr); ok && e.Conflict() && p.hookErr == nil {
		conflict = true
	}
	switch {
	case p.meErr != nil:
		return needs("poller", 2)
	case p.hookErr == nil && p.hook.URL != "":
		return Step{ID: "poller", State: stepBlocked, Detail: words.WebhookSet, Fix: words.WebhookFix}
	case conflict:
		return Step{ID: "poller", State: stepBlocked, Detail: words.ConflictSeen, Fix: words.ConflictFix}
	case live && !c.Polling():
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
func (c *Chain) stepCreator(ctx context.Context, p *probe) Step {
	if p.meErr != nil {
		return needs("creator", 2)
	}
	if p.owner == 0 && p.dataErr != nil {
		return needs("creator", dataStep)
	}
	if p.owner == 0 {
		return Step{ID: "creator", State: stepWaiting, Detail: words.CreatorUnknown, Fix: words.CreatorFix}
	}
	chat := p.owner
	if p.settings.Owner == p.owner {
		chat = desk.Chat(p.settings)
	}
	call, cancel := context.WithTimeout(ctx, desk.CallTimeout)
	defer cancel()
	err := c.API.SendChatAction(call, "", chat, "typing")
	e, ok := telegram.AsError(err)
	switch {
	case err == nil:
		return Step{ID: "creator", State: stepOK, Detail: words.CreatorFine(p.owner)}
	case ok && e.Certain && (e.Code == 403 || e.Code == 400):
		return Step{ID: "creator", State: stepBlocked, Detail: words.CreatorShut(p.owner), Fix: words.StartFix(p.me.Username)}
	}
	return Step{ID: "creator", State: stepUnknown, Detail: words.CreatorUntried(p.owner)}
}

func (c *Chain) stepConnection(p *probe) Step {
	switch {
	case p.meErr != nil:
		return needs("connection", 2)
	case p.owner == 0:
		return needs("connection", 7)
	case !p.found && p.dataErr != nil:
		return needs("connection", dataStep)
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
	missing, extra := profile.Missing(p.current), profile.Extra(p.current)
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
	if p.dataErr != nil {
		return needs("chats", dataStep)
	}
	s := Step{ID: "chats", State: stepUnknown, Detail: words.ChatsSeen(p.stats.Chats)}
	if p.stats.Chats > 0 {
		s.State = stepOK
	}
	return s
}

func stepSeen(p *probe, id string, at time.Time, none string) Step {
	if at.IsZero() && p.dataErr != nil {
		return needs(id, dataStep)
	}
	if at.IsZero() {
		return Step{ID: id, State: stepWaiting, Detail: none}
	}
	return Step{ID: id, State: stepOK, Detail: at.Local().Format("2006-01-02 15:04:05")}
}

func (c *Chain) stepModel(p *probe) Step {
	h := p.health
	var err *persona.Error
	switch {
	case h.Drafter == "embedded":
		return Step{ID: "model", State: stepOK, Detail: words.ModelEmbedded}
	case h.Remote:
		return Step{ID: "model", State: stepBlocked, Detail: words.ModelRemote, Fix: words.Problem("remote", c.Model)}
	case !h.Up:
		return Step{ID: "model", State: stepBlocked, Detail: words.ModelDown(h.Server), Fix: words.ModelDownFix}
	case !h.Present:
		return Step{ID: "model", State: stepBlocked, Detail: words.ModelMissing(c.Model), Fix: "ollama pull " + c.Model}
	case p.warmErr != nil && errors.As(p.warmErr, &err) && err.Kind != persona.KindPersona:
		return Step{ID: "model", State: stepBlocked, Detail: words.ModelCold(err.Error()), Fix: words.ModelDownFix}
	}
	warm := h.Warm
	if p.warm > 0 {
		warm = p.warm
	}
	return Step{ID: "model", State: stepOK, Detail: words.ModelFine(c.Model, h.Version, warm, h.Logprobs)}
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

// dataStep is the number of the step about the data file.
const dataStep = 15

func (c *Chain) stepData(p *probe) Step {
	if p.dataErr != nil {
		return Step{ID: "data", State: stepBlocked, Detail: p.dataErr.Error(), Fix: c.dataFix(p.dataErr)}
	}
	free, err := upkeep.FreeSpace(c.Space.DataDir)
	if err != nil {
		return Step{ID: "data", State: stepUnknown, Detail: words.DataUnmeasured}
	}
	if free < lowDisk {
		return Step{ID: "data", State: stepBlocked, Detail: words.DataFull(free), Fix: words.DataFullFix}
	}
	s := Step{ID: "data", State: stepOK, Detail: words.DataFine(c.Store.Size(), free)}
	if spare := c.Store.Spare(); spare > worthCompacting && spare > c.Store.Size()/2 {
		s.Detail += "; " + words.SpareRoom(spare)
	}
	for _, p := range c.Space.Places() {
		if p.Low() {
			s.State, s.Fix = stepWaiting, words.LowSpaceFix(p.Dir, p.Free, p.Needs)
		}
	}
	if c.Backups.Every > 0 {
		s.Detail += "; " + words.LastBackup(c.Backups.Last(), c.Now())
		if _, old := c.Backups.Old(); old {
			s.State, s.Fix = stepWaiting, strings.TrimSpace(s.Fix+" "+words.BackupOldFix(c.Backups.Keeper.Dir))
		}
	}
	return s
}

// dataFix says what to do about a data file that cannot be read.
func (c *Chain) dataFix(err error) string {
	newest := c.Backups.Newest()
	switch {
	case errors.Is(err, store.ErrDamaged) && newest.Path == "":
		return words.PutBackAny(c.Backups.Keeper.Dir)
	case errors.Is(err, store.ErrDamaged):
		return words.PutBack(newest.Path, newest.Encrypted)
	case errors.Is(err, fs.ErrPermission):
		return words.NotYours
	}
	return words.DataTroubleFix
}

// needs is a step that cannot be judged before another one is ok.
func needs(id string, n int) Step {
	return Step{ID: id, State: stepUnknown, Detail: words.NeedsStep(n)}
}

// Sound tells whether the data file agrees with itself. Without a daemon it
// is looked through for this.
func (c *Chain) Sound(live bool) Step {
	if c.Unread != nil {
		s := needs("sound", dataStep)
		s.Title = words.StepTitle(s.ID)
		return s
	}
	last := c.Examiner.Last()
	if !live {
		last = &upkeep.Examination{At: c.Clock(), Problems: len(c.Store.Check())}
	}
	s := Step{ID: "sound", State: stepOK}
	switch {
	case last == nil:
		s.Detail = words.SoundClosed
	case last.At.IsZero():
		s.State, s.Detail = stepWaiting, words.SoundUnderWay
	case last.Problems == 0:
		s.Detail = words.SoundFine(last.At)
	default:
		s.State, s.Detail = stepBlocked, words.SoundProblems(last.Problems)
		newest := c.Backups.Newest()
		s.Fix = words.SoundFix(newest.Path, newest.Encrypted)
	}
	s.Title = words.StepTitle(s.ID)
	return s
}
