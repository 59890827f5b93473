package bot

import (
	"secretary/bot/chore"
	"secretary/bot/desk"
	"secretary/bot/earn"
	"secretary/bot/fanbook"
	"secretary/bot/identity"
	"secretary/bot/learning"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/pairing"
	"secretary/bot/queue"
	"secretary/bot/readiness"
	"secretary/bot/upkeep"
	"secretary/persona/style"
)

// furnish gives each room what it needs of the others.
func (b *Bot) furnish() {
	cfg, st, log := b.cfg, b.store, b.log
	b.desk = desk.New(b.api, b.pace, log)
	b.cleaner = desk.NewCleaner(st, b.desk, log)
	b.notices = notice.New(st, b.desk, b.deck, log)
	b.identity = identity.New(identity.Needs{
		Username: cfg.Username, Adopt: cfg.Adopt, Token: cfg.Token, API: b.api, Store: st, Notices: b.notices, Cards: b.deck, Log: log,
	})
	b.pairing = &pairing.Pairing{Store: st, Identity: b.identity, Out: b.out, Now: b.now, Log: log}
	b.earn = earn.New(earn.Needs{
		Terms: cfg.Trust, Floor: cfg.Threshold, Mode: cfg.Mode, Store: st, Desk: b.desk, Notices: b.notices, Outbox: b.outbox,
		Log: log, Now: b.now, Rethink: b.rethink,
	})
	b.effort = &queue.Effort{PerFan: cfg.PerFan, Store: st, Now: b.now, Clock: b.wall}
	b.furnishUpkeep()
	b.furnishLearning()
	b.furnishReadiness()
}

func (b *Bot) furnishUpkeep() {
	b.backups = &upkeep.Backups{
		Plan: b.cfg.Backup, Store: b.store, Desk: b.desk, Notices: b.notices, Clock: b.now, Failed: b.woken, Log: b.log,
	}
	b.examiner = &upkeep.Examiner{Store: b.store, Backups: b.backups, Notices: b.notices, Clock: b.wall, Log: b.log}
	b.space = &upkeep.Space{DataDir: b.cfg.DataDir, Least: b.cfg.LowDisk, Store: b.store, Notices: b.notices, Log: b.log}
	if b.cfg.Backup.Every > 0 {
		b.space.BackupDir = b.cfg.Backup.Keeper.Dir
	}
}

func (b *Bot) furnishLearning() {
	bell := pace.NewBell()
	voice := func() style.Card { return b.past.Load().Voice(b.now()) }
	b.rules = &learning.Rules{Store: b.store, Teacher: b.persona, Voice: voice, Notices: b.notices, Changed: bell, Log: b.log}
	idle := b.cfg.Idle
	if b.cfg.Drafter == "embedded" {
		idle = 0 // no model that could study
	}
	b.book = fanbook.New(fanbook.Needs{
		Enabled: b.cfg.Memory, Special: b.cfg.Special, Idle: idle, Mode: b.cfg.Mode, Store: b.store, Student: b.persona, Request: b.rules.Request,
		Effort: b.effort, Identity: b.identity, Notices: b.notices, Bell: bell, Now: b.now, Log: b.log,
	})
	b.chores = &chore.Loop{
		Chores: append([]chore.Chore{b.rules.Chore()}, b.book.Chores()...),
		Queue:  b.queue, Gate: &b.model, Model: b.persona, Request: b.rules.Request, Store: b.store, Bell: bell, Now: b.now, Log: b.log, After: idle,
	}
}

// furnishReadiness comes last: the chain looks at everybody else.
func (b *Bot) furnishReadiness() {
	b.chain = &readiness.Chain{
		Owner: b.cfg.Owner, Username: b.cfg.Username, Adopt: b.cfg.Adopt, Model: b.cfg.Model, API: b.api, Store: b.store, Unread: b.cfg.Unread, Drafter: b.persona,
		Request: b.rules.Request, Identity: b.identity, Backups: b.backups, Space: b.space, Examiner: b.examiner,
		Conflict: b.conflict.Load, Polling: b.polling.Load, Exposed: b.cfg.Exposed, Now: b.now, Clock: b.wall,
	}
}
