package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"secretary/bot/card"
	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// resolver remembers which unknown connections are being asked for.
type resolver struct {
	mu   sync.Mutex
	asks chan string
	open map[string]bool
	save sync.Mutex // one change of connection at a time
}

func (r *resolver) init() { r.asks, r.open = make(chan string, 64), map[string]bool{} }

// ownerOf finds whose profile a connection belongs to. known is false while
// Telegram is being asked; the inbox is rung when the answer is there.
func (b *Bot) ownerOf(id string) (owner int64, known bool, err error) {
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
		case b.resolving.asks <- id:
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
type places func(id string) (where, error)

func (b *Bot) newPlaces() places {
	seen := map[string]where{}
	return func(id string) (where, error) {
		if w, ok := seen[id]; ok {
			return w, nil
		}
		owner, known, err := b.ownerOf(id)
		if err != nil {
			return where{}, err
		}
		creator, err := b.owner()
		if err != nil {
			return where{}, err
		}
		seen[id] = where{owner, known, serves(creator, owner)} // also what is not known: what waits keeps its order
		return seen[id], nil
	}
}

// connectionLoop fetches what no update told: connections that only messages
// name, and at the start the rights of the current one.
func (b *Bot) connectionLoop(ctx context.Context) {
	b.refreshCurrent(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-b.resolving.asks:
			wg.Go(func() {
				defer b.fence("connection")
				b.resolve(ctx, id)
			})
		}
	}
}

// resolve asks for one connection until there is an answer. While Telegram does
// not know it, nobody can tell whose profile its messages belong to: they wait,
// served for nobody, and the creator is told.
func (b *Bot) resolve(ctx context.Context, id string) {
	defer func() {
		b.resolving.mu.Lock()
		delete(b.resolving.open, id)
		b.resolving.mu.Unlock()
		b.inbox.Ring()
	}()
	wait := pace.Backoff{First: 500 * time.Millisecond, Max: time.Minute}
	for ctx.Err() == nil {
		call, cancel := context.WithTimeout(ctx, 20*time.Second)
		c, err := b.api.GetBusinessConnection(call, id)
		cancel()
		if err == nil {
			if err = b.saveConnection(c); err == nil && c.ID != id { // a server that follows replaced ids
				c.ID, c.IsEnabled = id, false
				err = b.saveConnection(c)
			}
			if err == nil {
				return
			}
		}
		if e, ok := telegram.AsError(err); ok && e.Certain && e.Code == 400 {
			b.log.Error("Telegram does not know the connection a message came through; the message is kept", "err", err)
			b.tell("lost-connection "+id, words.LostConnection)
			if !pace.Sleep(ctx, time.Minute) {
				return
			}
			continue
		}
		b.log.Warn("cannot fetch a business connection; trying again", "err", err)
		if !wait.Sleep(ctx) {
			return
		}
	}
}

// refreshCurrent re-reads the creator's connection at the start: rights may
// have changed while this program was away. Telegram's silence is no change.
func (b *Bot) refreshCurrent(ctx context.Context) {
	s, err := b.store.Settings()
	if err != nil || s.Owner == 0 {
		return
	}
	c, err := b.store.Current(s.Owner)
	if err != nil {
		return
	}
	b.refresh(ctx, c.ID)
}

func (b *Bot) refresh(ctx context.Context, id string) {
	call, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	fresh, err := b.api.GetBusinessConnection(call, id)
	if e, ok := telegram.AsError(err); ok && e.Certain && connectionGone(e) {
		b.gone(id)
		return
	}
	if err != nil {
		b.log.Warn("cannot re-read the business connection", "err", err)
		return
	}
	if err := b.saveConnection(fresh); err != nil {
		b.log.Error("cannot save the business connection", "err", err)
	}
}

// gone notes that Telegram does not know the creator's connection any more: its
// end happened while this program was away.
func (b *Bot) gone(id string) {
	c, err := b.store.Connection(id)
	if err != nil {
		return
	}
	b.log.Error("Telegram does not know the business connection any more")
	ended := telegram.BusinessConnection{ID: c.ID, UserChatID: c.UserChat, Date: c.Date.Unix()}
	ended.User.ID, ended.User.FirstName, ended.User.Username = c.Owner, c.Name, c.Handle
	if err := b.saveConnection(ended); err != nil {
		b.log.Error("cannot save the business connection", "err", err)
	}
}

// connectionUpdate takes a business_connection update.
func (b *Bot) connectionUpdate(row store.Row) error {
	u, err := telegram.DecodeUpdate(row.Raw)
	if err != nil || u.BusinessConnection == nil || u.BusinessConnection.ID == "" {
		return &unreadable{errors.New("a business_connection without its fields")}
	}
	return b.saveConnection(*u.BusinessConnection)
}

// saveConnection stores a connection, lets the change take effect and tells the
// creator about it in one message.
func (b *Bot) saveConnection(c telegram.BusinessConnection) error {
	b.resolving.save.Lock()
	defer b.resolving.save.Unlock()
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	before, err := b.store.Current(c.User.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("read connection: %w", err)
	}
	row := connectionRow(c, b.now())
	if _, _, err := b.store.SaveConnection(row); err != nil {
		return fmt.Errorf("save connection: %w", err)
	}
	b.log.Info("business connection", "owner", row.Owner, "enabled", row.Enabled, "rights", row.Rights)
	b.inbox.Ring()
	if row.Owner != s.Owner {
		return b.foreign(row, s)
	}
	after, err := b.store.Current(s.Owner)
	if err != nil {
		return fmt.Errorf("read connection: %w", err)
	}
	if text := announce(before, after); text != "" {
		b.tell("", text)
	}
	if before.Enabled != after.Enabled || before.Can("can_reply") != after.Can("can_reply") {
		b.queue.InterruptAll()
		b.woken.Ring()
	}
	return b.reschedule()
}

// profileKey remembers, in Settings.Told, whose profiles are connected besides
// the creator's.
const profileKey = "profile:"

// foreign takes a connection of a profile that is not the creator's. It is never
// served; before the pairing it may still turn out to be the creator's.
func (b *Bot) foreign(row store.Connection, s store.Settings) error {
	key := profileKey + strconv.FormatInt(row.Owner, 10)
	_, err := b.store.UpdateSettings(func(s *store.Settings) error {
		if s.Told == nil {
			s.Told = map[string]string{}
		}
		if row.Enabled {
			s.Told[key] = who(row)
		} else {
			delete(s.Told, key)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note a foreign profile: %w", err)
	}
	if row.Enabled && s.Owner != 0 && len(foreigners(s, s.Owner)) < maxForeign {
		b.log.Warn("a profile that is not the creator's connected this bot; it is not served", "owner", row.Owner, "creator", s.Owner)
		b.tell(key, words.Foreign(card.Escape(who(row))))
	}
	return nil
}

// maxForeign is how many foreign profiles the creator is told of one by one;
// /status names them all.
const maxForeign = 5

// foreigners names the profiles connected besides the owner's.
func foreigners(s store.Settings, owner int64) []string {
	var out []string
	for key, name := range s.Told {
		if id, ok := strings.CutPrefix(key, profileKey); ok && id != strconv.FormatInt(owner, 10) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func connectionRow(c telegram.BusinessConnection, now time.Time) store.Connection {
	row := store.Connection{
		ID: c.ID, Owner: c.User.ID, Name: fullName(c.User.FirstName, c.User.LastName), Handle: c.User.Username,
		UserChat: c.UserChatID, Date: time.Unix(c.Date, 0), Enabled: c.IsEnabled, Seen: now,
	}
	if c.IsEnabled && c.Rights != nil {
		row.Rights = c.Rights.List()
	}
	return row
}

// announce words the difference between two states of the creator's
// connection; "" where a person would see none.
func announce(before, after store.Connection) string {
	switch {
	case after.Enabled && !before.Enabled:
		return words.Connected(missingRights(after), extraRights(after)) + unheard(before.Ended, after.Seen)
	case before.Enabled && !after.Enabled:
		return words.Disconnected
	case !after.Enabled:
		return ""
	}
	gained := less(after.Rights, before.Rights)
	lost := less(before.Rights, after.Rights)
	if len(gained)+len(lost) == 0 {
		return ""
	}
	return words.RightsChanged(gained, lost)
}

// unheard says that nothing was delivered while the profile was not connected,
// which nobody can make up for. Changing a setting ends a connection for a moment.
func unheard(ended, again time.Time) string {
	if ended.IsZero() || again.Sub(ended) < settingChange {
		return ""
	}
	return " " + words.Unheard(ended, again)
}

// settingChange is how long a change of Telegram's settings may take to replace
// a connection by another.
const settingChange = 10 * time.Second

// missingRights lists the needed permissions a connection lacks.
func missingRights(c store.Connection) []string {
	var out []string
	for _, r := range words.Rights {
		if r.Needed && !c.Can(r.Flag) {
			out = append(out, r.Flag)
		}
	}
	return out
}

// extraRights lists the permissions a connection has and nothing here uses.
func extraRights(c store.Connection) []string {
	known := map[string]bool{}
	for _, r := range words.Rights {
		known[r.Flag] = r.Needed || r.Optional
	}
	return slices.DeleteFunc(slices.Clone(c.Rights), func(flag string) bool { return known[flag] })
}

// less is the members of a that b has not.
func less(a, b []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// who names a foreign profile: its handle or its id.
func who(c store.Connection) string {
	if c.Handle != "" {
		return "@" + c.Handle
	}
	return "id " + strconv.FormatInt(c.Owner, 10)
}
