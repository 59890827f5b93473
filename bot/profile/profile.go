// Package profile reads what a business connection says: whose profile it is, what it
// permits, and what of a change the creator wants to hear. It is pure.
package profile

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// Key remembers, in Settings.Told, whose profiles are connected besides
// the creator's.
func Key(owner int64) string { return prefix + strconv.FormatInt(owner, 10) }

const prefix = "profile:"

// maxNamed is how many profiles are remembered: anybody can connect a bot, and the
// settings are read with every message.
const maxNamed = 20

// Note remembers in told a profile that is not the creator's for as long as it is
// connected, unless there are very many.
func Note(told map[string]string, c store.Connection) {
	key := Key(c.Owner)
	if !c.Enabled {
		delete(told, key)
		return
	}
	if _, known := told[key]; known || len(Foreigners(store.Settings{Told: told}, 0)) < maxNamed {
		told[key] = Who(c)
	}
}

// Foreigners names the profiles connected besides the owner's.
func Foreigners(s store.Settings, owner int64) []string {
	var out []string
	for key, name := range s.Told {
		if id, ok := strings.CutPrefix(key, prefix); ok && id != strconv.FormatInt(owner, 10) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Row is what is kept of a connection that Telegram tells of now.
func Row(c telegram.BusinessConnection, now time.Time) store.Connection {
	row := store.Connection{
		ID: c.ID, Owner: c.User.ID, Name: FullName(c.User.FirstName, c.User.LastName), Handle: c.User.Username,
		UserChat: c.UserChatID, Date: time.Unix(c.Date, 0), Enabled: c.IsEnabled, Seen: now,
	}
	if c.IsEnabled && c.Rights != nil {
		row.Rights = c.Rights.List()
	}
	return row
}

// Announce words the difference between two states of the creator's
// connection; "" where a person would see none.
func Announce(before, after store.Connection) string {
	switch {
	case after.Enabled && !before.Enabled:
		return words.Connected(Missing(after), Extra(after)) + unheard(before.Ended, after.Seen)
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

// Missing lists the needed permissions a connection lacks.
func Missing(c store.Connection) []string {
	var out []string
	for _, r := range words.Rights {
		if r.Needed && !c.Can(r.Flag) {
			out = append(out, r.Flag)
		}
	}
	return out
}

// Extra lists the permissions a connection has and nothing here uses.
func Extra(c store.Connection) []string {
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

// Who names a foreign profile: its handle or its id.
func Who(c store.Connection) string {
	if c.Handle != "" {
		return "@" + c.Handle
	}
	return "id " + strconv.FormatInt(c.Owner, 10)
}

// Gone tells whether Telegram does not know a connection any more. Asked for the
// connection alone, it can refuse nothing else.
func Gone(e *telegram.Error) bool {
	return e.Method == "getBusinessConnection" && e.Code == http.StatusBadRequest ||
		e.Has("BUSINESS_CONNECTION_INVALID") || e.Has("business connection not found")
}

// FullName is a first and a last name as one.
func FullName(first, last string) string { return strings.TrimSpace(first + " " + last) }
