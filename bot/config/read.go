package config

import (
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"filippo.io/age"
)

// reader turns a value as it was given into one of the type Config needs, or
// says that it is not allowed. A value from the environment is always a string
// (loose); in the file, a number in quotes is a mistake.
type reader func(raw any, loose bool) (value any, ok bool)

var (
	usernameShape = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}$`)
	// Telegram's own limits: a positive number below 2^54, at least 24 base64url
	// characters, 80 in all.
	tokenShape = regexp.MustCompile(`^[1-9][0-9]{0,16}:[A-Za-z0-9_-]{24,62}$`)
	tokenLike  = regexp.MustCompile(`[0-9]{3,}(:|%3[Aa])[A-Za-z0-9_-]{16,}`)
)

// text reads at most limit characters, several lines allowed.
func text(limit int) reader {
	return func(raw any, _ bool) (any, bool) {
		s, ok := raw.(string)
		s = strings.TrimSpace(s)
		return s, ok && utf8.ValidString(s) && utf8.RuneCountInString(s) <= limit
	}
}

// line is text without line breaks and other control characters.
func line(limit int) reader {
	return func(raw any, loose bool) (any, bool) {
		value, ok := text(limit)(raw, loose)
		return value, ok && !strings.ContainsFunc(value.(string), unicode.IsControl)
	}
}

// word is a line without spaces.
func word(raw any, loose bool) (any, bool) {
	value, ok := line(200)(raw, loose)
	return value, ok && !strings.ContainsFunc(value.(string), unicode.IsSpace)
}

func token(raw any, loose bool) (any, bool) {
	value, ok := word(raw, loose)
	return value, ok && (value == "" || tokenShape.MatchString(value.(string)))
}

func path(raw any, loose bool) (any, bool) {
	value, ok := line(4096)(raw, loose)
	return value, ok && !strings.HasPrefix(value.(string), "~")
}

// needed refuses an empty text.
func needed(read reader) reader {
	return func(raw any, loose bool) (any, bool) {
		value, ok := read(raw, loose)
		return value, ok && value != ""
	}
}

// orOff also takes false, for what can be switched off: it is the empty text.
func orOff(read reader) reader {
	return func(raw any, loose bool) (any, bool) {
		if raw == false || raw == "false" {
			return "", true
		}
		return read(raw, loose)
	}
}

func oneOf(choices ...string) reader {
	return func(raw any, _ bool) (any, bool) {
		s, ok := raw.(string)
		return s, ok && slices.Contains(choices, s)
	}
}

func username(raw any, loose bool) (any, bool) {
	value, ok := word(raw, loose)
	name := strings.TrimPrefix(value.(string), "@")
	return name, ok && (name == "" || usernameShape.MatchString(name))
}

// address reads an http or https URL without credentials, and takes the slash
// off its end.
func address(raw any, loose bool) (any, bool) {
	value, ok := word(raw, loose)
	if !ok {
		return value, false
	}
	s := strings.TrimRight(value.(string), "/")
	u, err := url.Parse(s)
	ok = err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" &&
		u.User == nil && u.RawQuery == "" && !u.ForceQuery && u.Fragment == "" && !tokenLike.MatchString(s)
	return s, ok
}

func whole(low, high int64) reader {
	return func(raw any, loose bool) (any, bool) {
		var n int64
		switch raw := raw.(type) {
		case int:
			n = int64(raw)
		case int64:
			n = raw
		case string:
			parsed, err := strconv.ParseInt(strings.TrimSpace(raw), 10, 64)
			if !loose || err != nil {
				return n, false
			}
			n = parsed
		default:
			return n, false
		}
		return n, low <= n && n <= high
	}
}

func number(low, high float64) reader {
	return func(raw any, loose bool) (any, bool) {
		var n float64
		switch raw := raw.(type) {
		case int:
			n = float64(raw)
		case float64:
			n = raw
		case string:
			parsed, err := strconv.ParseFloat(strings.TrimSpace(raw), 64)
			if !loose || err != nil {
				return n, false
			}
			n = parsed
		default:
			return n, false
		}
		return n, finite(n) && low <= n && n <= high
	}
}

func duration(low, high time.Duration) reader {
	return func(raw any, _ bool) (any, bool) {
		s, _ := raw.(string)
		d, err := time.ParseDuration(strings.TrimSpace(s))
		return d, err == nil && low <= d && d <= high
	}
}

func keepAlive(raw any, loose bool) (any, bool) {
	if raw == -1 || raw == "-1" {
		return time.Duration(-1), true
	}
	return duration(0, 365*24*time.Hour)(raw, loose)
}

// boolean reads true or false.
func boolean(raw any, loose bool) (any, bool) {
	if s, ok := raw.(string); ok && loose {
		value, err := strconv.ParseBool(s)
		return value, err == nil
	}
	value, ok := raw.(bool)
	return value, ok
}

// retention is 0 or at least two days: what may still be answered, and what
// makes sure that nothing is taken twice, is never removed.
func retention(raw any, loose bool) (any, bool) {
	value, ok := duration(0, 20*365*24*time.Hour)(raw, loose)
	d, _ := value.(time.Duration)
	return d, ok && (d == 0 || d >= 48*time.Hour)
}

// loopback reads host:port where host is an address of this machine only.
func loopback(raw any, _ bool) (any, bool) {
	s, ok := raw.(string)
	s = strings.TrimSpace(s)
	if !ok || s == "" {
		return s, ok
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return s, false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	address, parseErr := netip.ParseAddr(host)
	return s, err == nil && n > 0 && (host == "localhost" || parseErr == nil && address.IsLoopback())
}

// recipient reads an age recipient; empty is none.
func recipient(raw any, _ bool) (any, bool) {
	s, ok := raw.(string)
	s = strings.TrimSpace(s)
	if !ok || s == "" {
		return s, ok
	}
	_, err := age.ParseX25519Recipient(s)
	return s, err == nil
}
