package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"secretary/bot/card"
	"secretary/bot/fence"
	"secretary/bot/pace"
	"secretary/bot/profile"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// asked is a connection that nobody has told of, and a row of the inbox that names it.
type asked struct {
	id    string
	named uint64
}

// resolver remembers which unknown connections are being asked for.
type resolver struct {
	mu   sync.Mutex
	asks chan asked
	open map[string]bool
	save sync.Mutex   // one change of connection at a time
	news atomic.Int64 // changes of the creator's connection in this run
}

func (r *resolver) init() { r.asks, r.open = make(chan asked, 64), map[string]bool{} }

// ownerOf finds whose profile a connection belongs to that a row of the inbox
// names. known is false while Telegram is being asked; the inbox is rung when the
// answer is there.
func (b *Bot) ownerOf(id string, named uint64) (owner int64, known bool, err error) {
	c, err := b.store.Connection(id)
	if err == nil {
		return c.Owner, true, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return 0, false, fmt.Errorf("read connection: %w", err)
	}
	b.resolving.mu.Lock()
	defer b.resolving.mu.Unlock()
	if !b.resolving.open[id] {
		select {
		case b.resolving.asks <- asked{id, named}:
			b.resolving.open[id] = true
		default: // asked for again with the next update
		}
	}
	return 0, false, nil
}

// serves reports whether an owner's fans are served: the creator's, and while
// nobody is paired, everybody's messages are kept. Other profiles never are.
func serves(creator, owner int64) bool { return creator == 0 || creator == owner }

// where is what a connection id says of the chats behind it.
type where struct {
	owner  int64
	known  bool // false: nobody has told yet whose connection it is
	served bool
}

// places answers for one run of messages, in which no connection and no pairing
// is worked on: each id is looked up once.
type places func(id string, named uint64) (where, error)

// newPlaces gives the places for one run. Held are the ids that were not known to an
// earlier run of the same rows: nothing overtakes what waits for them.
func (b *Bot) newPlaces(held map[string]bool) places {
	seen := map[string]where{}
	return func(id string, named uint64) (where, error) {
		if w, ok := seen[id]; ok || held[id] {
			return w, nil
		}
		owner, known, err := b.ownerOf(id, named)
		if err != nil {
			return where{}, err
		}
		creator, err := b.owner()
		if err != nil {
			return where{}, err
		}
		if seen[id] = (where{owner, known, serves(creator, owner)}); !known {
			held[id] = true
		}
		return seen[id], nil
	}
}

// connectionLoop fetches what no update told: connections that only messages
// name, and at the start the rights of the current one.
func (b *Bot) connectionLoop(ctx context.Context) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		defer fence.Catch(b.log, "connection")
		b.refreshCurrent(ctx)
	})
	for {
		select {
		case <-ctx.Done():
			return
		case a := <-b.resolving.asks:
			wg.Go(func() {
				defer fence.Catch(b.log, "connection")
				b.resolve(ctx, a)
			})
		}
	}
}

// resolve asks for one connection until there is an answer. While Telegram does
// not know it, nobody can tell whose profile its messages belong to: they wait,
// served for nobody, and the creator is told.
func (b *Bot) resolve(ctx context.Context, a asked) {
	defer func() {
		b.resolving.mu.Lock()
		delete(b.resolving.open, a.id)
		b.resolving.mu.Unlock()
		b.inbox.Ring()
	}()
	wait := pace.Backoff{First: 500 * time.Millisecond, Max: time.Minute}
	for ctx.Err() == nil {
		call, cancel := context.WithTimeout(ctx, 20*time.Second)
		news := b.resolving.news.Load()
		c, err := b.api.GetBusinessConnection(call, a.id)
		cancel()
		if err == nil {
			if err = b.saveResolved(a, news, c); err == nil {
				return
			}
		}
		if e, ok := telegram.AsError(err); ok && e.Certain && e.Code == 400 {
			b.log.Error("Telegram does not know the connection a message came through; the message is kept", "err", err)
			b.notices.Tell("lost-connection "+a.id, words.LostConnection)
			if !pace.Sleep(ctx, time.Minute) {
				return
			}
			continue
		}
		b.log.Warn("cannot fetch a business connection; trying again", "err", err)
		if !pace.Sleep(ctx, max(wait.Next(), telegram.RetryAfter(err))) {
			return
		}
	}
}

// refreshCurrent re-reads the creator's connection at the start until that works:
// rights may have changed while this program was away, and nobody may tell of it any
// more. Telegram's silence is no change.
func (b *Bot) refreshCurrent(ctx context.Context) {
	wait := pace.Backoff{First: time.Second, Max: time.Minute}
	for ctx.Err() == nil {
		s, err := b.store.Settings()
		if err != nil || s.Owner == 0 {
			return
		}
		c, err := b.store.Current(s.Owner)
		if err != nil {
			return
		}
		if err := b.refresh(ctx, c.ID); err == nil || !pace.Sleep(ctx, max(wait.Next(), telegram.RetryAfter(err))) {
			return
		}
	}
}

// refresh re-reads a connection that did not work as it should. The error is logged.
func (b *Bot) refresh(ctx context.Context, id string) error {
	call, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	news := b.resolving.news.Load()
	fresh, err := b.api.GetBusinessConnection(call, id)
	if e, ok := telegram.AsError(err); ok && e.Certain && profile.Gone(e) {
		b.log.Error("Telegram does not know the business connection any more")
		fresh, err = b.ended(id)
	}
	if err != nil {
		b.log.Warn("cannot re-read the business connection", "err", err)
		return err
	}
	if err := b.saveRefreshed(id, news, fresh); err != nil {
		b.log.Error("cannot save the business connection", "err", err)
		return err
	}
	return nil
}

// ended is the end of a connection that Telegram does not know any more: it
// happened while this program was away.
func (b *Bot) ended(id string) (telegram.BusinessConnection, error) {
	c, err := b.store.Connection(id)
	if err != nil {
		return telegram.BusinessConnection{}, fmt.Errorf("read connection: %w", err)
	}
	ended := telegram.BusinessConnection{ID: c.ID, UserChatID: c.UserChat, Date: c.Date.Unix()}
	ended.User.ID, ended.User.FirstName, ended.User.Username = c.Owner, c.Name, c.Handle
	return ended, nil
}

// saveRefreshed stores what Telegram said of the creator's current connection when
// it was asked after so much news. What has come since is newer: an answer may be
// late, and Telegram keeps answering for ids it has replaced.
func (b *Bot) saveRefreshed(id string, news int64, c telegram.BusinessConnection) error {
	b.resolving.save.Lock()
	defer b.resolving.save.Unlock()
	current, err := b.current(c.User.ID)
	if err != nil || current.ID != id || b.resolving.news.Load() != news {
		return err
	}
	return b.takeConnection(c, current.Named)
}

// saveResolved stores what Telegram said of a connection that only messages named,
// when it was asked after so much news. Where an update told of it meanwhile, that is
// newer; where a newer connection is known, the store keeps that one.
func (b *Bot) saveResolved(a asked, news int64, c telegram.BusinessConnection) error {
	b.resolving.save.Lock()
	defer b.resolving.save.Unlock()
	if _, err := b.store.Connection(a.id); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if c.ID != a.id { // a server that follows replaced ids
		current, err := b.current(c.User.ID)
		if err == nil && b.resolving.news.Load() == news { // then this is the one that serves now
			err = b.takeConnection(c, max(a.named, current.Named))
		}
		if err != nil {
			return err
		}
		c.ID, c.IsEnabled = a.id, false
	}
	return b.takeConnection(c, a.named)
}

// current is the owner's current connection; the zero one if there is none.
func (b *Bot) current(owner int64) (store.Connection, error) {
	c, err := b.store.Current(owner)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return c, fmt.Errorf("read connection: %w", err)
	}
	return c, nil
}

// connectionUpdate takes a business_connection update.
func (b *Bot) connectionUpdate(row store.Row) error {
	u, err := telegram.DecodeUpdate(row.Raw)
	if err != nil || u.BusinessConnection == nil || !u.BusinessConnection.Whole() {
		return &unreadable{errors.New("a business_connection without its fields")}
	}
	err = b.saveConnection(*u.BusinessConnection, row.Seq)
	if errors.Is(err, store.ErrOwner) {
		return &unreadable{err}
	}
	return err
}

// saveConnection stores a connection that a row of the inbox tells of.
func (b *Bot) saveConnection(c telegram.BusinessConnection, named uint64) error {
	b.resolving.save.Lock()
	defer b.resolving.save.Unlock()
	return b.takeConnection(c, named)
}

// takeConnection stores a connection, lets the change take effect and tells the
// creator about it in one message. Its caller holds resolving.save; named is the
// row of the inbox that names it, 0 if none does.
func (b *Bot) takeConnection(c telegram.BusinessConnection, named uint64) error {
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	before, err := b.current(c.User.ID)
	if err != nil {
		return err
	}
	row := profile.Row(c, b.now())
	row.Named = named
	if _, _, err := b.store.SaveConnection(row); err != nil {
		return fmt.Errorf("save connection: %w", err)
	}
	b.log.Info("business connection", "owner", row.Owner, "enabled", row.Enabled, "rights", row.Rights)
	b.inbox.Ring()
	if row.Owner != s.Owner {
		return b.foreign(row, s)
	}
	b.resolving.news.Add(1)
	after, err := b.store.Current(s.Owner)
	if err != nil {
		return fmt.Errorf("read connection: %w", err)
	}
	if text := profile.Announce(before, after); text != "" {
		b.notices.Tell("", text)
	}
	if before.Enabled != after.Enabled || before.Can("can_reply") != after.Can("can_reply") {
		b.queue.InterruptAll()
		b.woken.Ring()
	}
	return b.reschedule()
}

// foreign takes a connection of a profile that is not the creator's. It is never
// served; before the pairing it may still turn out to be the creator's.
func (b *Bot) foreign(row store.Connection, s store.Settings) error {
	key := profile.Key(row.Owner)
	_, err := b.store.UpdateSettings(func(s *store.Settings) error {
		profile.Note(s.Told, row)
		return nil
	})
	if err != nil {
		return fmt.Errorf("note a foreign profile: %w", err)
	}
	if row.Enabled && s.Owner != 0 && len(profile.Foreigners(s, s.Owner)) < maxForeign {
		b.log.Warn("a profile that is not the creator's connected this bot; it is not served", "owner", row.Owner, "creator", s.Owner)
		b.notices.Tell(key, words.Foreign(card.Escape(profile.Who(row))))
	}
	return nil
}

// maxForeign is how many foreign profiles the creator is told of one by one;
// /status names more.
const maxForeign = 5
