package config

import (
	"math"
	"strings"
	"time"
)

const tokenAllowed = "a bot token as @BotFather gives it, like 123456789:AAH…"

// The sentences for fans. What privacy says must stay true of this program.
const (
	disclosure = "Some replies here are written with the help of an AI assistant for {name}. Write /human to get a person, /privacy for what is kept."
	human      = "{name} will answer you personally."
	privacy    = "A program on {name}'s own server helps to answer here. It keeps the messages of this chat, your name, username and language, " +
		"short notes made from them, and the replies, encrypted on that server, until {name} deletes them. " +
		"An AI model on the same server drafts replies. Nothing is passed on to anybody. To have it deleted, write so here: {name} will do it. /human gets you a person."
)

// key is one setting: a row of the table that decides what is known, what it
// defaults to and what it may be.
type key struct {
	name     string
	fallback any // the default, as a reader would return it
	read     reader
	allowed  string // completes "must be …"
}

// table holds every key, in the order of config.example.yaml.
var table = []key{
	{"telegram.token", "", token, tokenAllowed},
	{"telegram.token_file", "", path, "a path; ~ is not expanded"},
	{"telegram.api_url", "https://api.telegram.org", address, "an address like https://api.telegram.org, without the token"},
	{"telegram.username", "", username, "a bot's user name, like @anna_secretary_bot"},
	{"telegram.rate", 25.0, number(0, 1000), "a number of messages a second, from 0 (no pacing) to 1000"},

	{"owner.id", int64(0), whole(0, 1<<52), "a Telegram user id, or 0 to pair by a one-time code"},

	{"disconnect.ask_after", 10 * time.Minute, duration(0, 30*24*time.Hour), "a duration like 10m, from 0s (never) to 720h"},

	{"data_dir", "data", needed(path), "a path; ~ is not expanded"},
	{"retention", time.Duration(0), retention, "0s (for ever) or a duration of at least 48h, like 2160h (90 days)"},
	{"data_key_file", "data.key", needed(path), "a path; ~ is not expanded"},

	{"ollama.url", "http://127.0.0.1:11434", address, "an address like http://127.0.0.1:11434"},
	{"ollama.model", "qwen3:4b-instruct-2507-q4_K_M", needed(word), "a model's name, like qwen3:4b-instruct-2507-q4_K_M"},
	{"ollama.num_ctx", int64(8192), whole(256, 1<<20), "a whole number of tokens, from 256 to 1048576"},
	{"ollama.keep_alive", time.Duration(-1), keepAlive, "-1 (stay loaded) or a duration like 30m"},
	{"ollama.timeout", 5 * time.Minute, duration(time.Millisecond, 24*time.Hour), "a duration like 5m, more than 0 and at most 24h"},
	{"ollama.parallel", int64(1), whole(1, 64), "a whole number from 1 to 64"},
	{"ollama.per_fan", time.Hour, duration(0, 24*time.Hour), "a duration like 1h, from 0s (no bound) to 24h"},

	{"persona.name", "", line(64), "a name on one line, at most 64 characters"},
	{"persona.file", "persona.md", needed(path), "a path; ~ is not expanded"},
	{"persona.bot_answer", "", text(1000), "text of at most 1000 characters"},
	{"persona.drafter", "ollama", oneOf("ollama", "embedded"), "ollama or embedded"},
	{"persona.disclosure", disclosure, orOff(text(1000)), "text of at most 1000 characters, or false for none"},
	{"persona.human", human, needed(text(1000)), "text of 1 to 1000 characters"},
	{"persona.privacy", privacy, needed(text(2000)), "text of 1 to 2000 characters"},

	{"reply.mode", "approve", oneOf("approve", "earn", "auto", "off"), "approve, earn, auto or off"},
	{"reply.threshold", 0.7, number(0, 1), "a number from 0 to 1"},
	{"reply.quiet_period", 4 * time.Second, duration(0, time.Hour), "a duration like 4s, from 0s to 1h"},
	{"reply.hold", 10 * time.Second, duration(0, time.Hour), "a duration like 10s, from 0s to 1h"},
	{"reply.daily", int64(20), whole(0, 10_000), "a whole number of replies, from 0 (any number) to 10000"},

	{"learn.idle", 5 * time.Second, duration(0, 24*time.Hour), "a duration like 5s, from 0s (never) to 24h"},

	{"memory.enabled", true, boolean, "true or false"},
	{"memory.special", false, boolean, "true or false"},

	{"trust.risk", 0.15, number(0.01, 0.5), "a number from 0.01 to 0.5"},
	{"trust.delta", 0.1, number(0.01, 0.5), "a number from 0.01 to 0.5"},
	{"trust.audit", 0.1, number(0, 1), "a number from 0 to 1"},

	{"inbox.open_cards", int64(5), whole(1, 100), "a whole number from 1 to 100"},

	{"backup.every", 24 * time.Hour, duration(0, 90*24*time.Hour), "a duration like 24h, from 0s (no backups) to 2160h"},
	{"backup.keep", int64(7), whole(1, 1000), "a whole number of copies, from 1 to 1000"},
	{"backup.dir", "", path, "a path; ~ is not expanded; empty: backups inside data_dir"},
	{"backup.recipient", "", recipient, "an age recipient, like age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"},
	{"backup.send", false, boolean, "true or false"},

	{"disk.low_mb", int64(200), whole(0, 1<<32), "a whole number of megabytes, from 0 to 4294967296"},

	{"metrics.listen", "", loopback, "an address of this machine only, like 127.0.0.1:9464; empty turns metrics off"},

	{"log.level", "info", oneOf("debug", "info", "warn", "error"), "debug, info, warn or error"},
	{"log.format", "text", oneOf("text", "json"), "text or json"},
}

// Keys returns the name of every key, such as "reply.quiet_period".
func Keys() []string {
	names := make([]string, len(table))
	for i, key := range table {
		names[i] = key.name
	}
	return names
}

// Variable returns the environment variable of a key, such as
// "SECRETARY_REPLY_QUIET_PERIOD".
func Variable(key string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

const prefix = "SECRETARY_"

// known says whether name is a key, and whether it is a section of keys.
func known(name string) (isKey, isSection bool) {
	for _, key := range table {
		isKey = isKey || key.name == name
		isSection = isSection || strings.HasPrefix(key.name, name+".")
	}
	return isKey, isSection
}

// secretive says whether a value under this name may be a secret, also when the
// name is misspelt.
func secretive(name string) bool {
	name = strings.ToLower(strings.TrimPrefix(name, prefix))
	for _, part := range []string{"tok", "secret", "pass"} {
		if strings.Contains(name, part) && !strings.HasSuffix(name, "_file") {
			return true
		}
	}
	return false
}

func finite(n float64) bool { return !math.IsNaN(n) && !math.IsInf(n, 0) }
