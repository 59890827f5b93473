package words

import (
	"fmt"
	"strings"
	"time"
)

// StepTitle is the question a step of the readiness chain answers.
func StepTitle(id string) string {
	return map[string]string{
		"config":         "Configuration",
		"token":          "Token accepted",
		"username":       "The expected bot",
		"same_bot":       "The bot this data belongs to",
		"poller":         "Nobody else receives the messages",
		"secretary_mode": "Secretary Mode",
		"creator":        "Creator known, Start pressed",
		"connection":     "Connected to the creator's profile",
		"permissions":    "Permissions",
		"chats":          "Chats",
		"inbound":        "Last message from a fan",
		"outbound":       "Last reply Telegram accepted",
		"model":          "Model",
		"persona":        "Persona",
		"data":           "Data file and disk",
		"sound":          "Data file sound",
	}[id]
}

// Details and fixes of the chain.
const (
	ConfigFine      = "valid"
	TokenFine       = "accepted; that alone proves nothing about the profile or the permissions"
	TokenBad        = "Telegram refuses the token"
	UnreachableFix  = "Check the network and telegram.api_url, then try again."
	PollerFine      = "no webhook, no second program seen"
	PollerDown      = "the last poll failed; the log says why; trying again by itself"
	PollerUntried   = "not tried; seen while the program runs"
	WebhookSet      = "a webhook is set: another program receives this bot's messages"
	WebhookFix      = "Stop that program, then: secretary check --remove-webhook"
	ConflictSeen    = "another program uses this token (409 Conflict)"
	ConflictFix     = "Stop the other program, or make a new token in @BotFather (/mybots → API Token) and use it only here."
	CreatorUnknown  = "nobody is paired yet"
	CreatorFix      = "Start the program with: secretary run. Open the link it prints in your own Telegram and press Start."
	ConnectionFine  = "connected and enabled"
	ConnectionOff   = "the connection is switched off"
	ConnectionNone  = "no connection seen yet; Telegram tells of it when you connect or when a fan writes"
	InboundWait     = "none yet; let somebody write to your profile from another account"
	OutboundWait    = "none yet; press Send on a card"
	ModelEmbedded   = "the embedded drafter is on: it answers from the persona file, without a model"
	ModelRemote     = "the model would run on somebody else's computer"
	ModelDownFix    = "Start Ollama (systemctl start ollama, or: ollama serve) and check ollama.url."
	PersonaFix      = "Write the persona file (persona.file): who speaks, facts, boundaries, examples. README, section Persona."
	DataUnmeasured  = "the free space cannot be measured"
	DataTroubleFix  = "Do what this says; the data file was not touched."
	DataFullFix     = "Make room on the disk. Messages are kept by Telegram for 24 hours meanwhile."
	AllGood         = "All good."
	SomethingBlocks = "Something blocks: do what is said above, from the top."
	StillWaiting    = "Nothing blocks, but something is still waited for."
)

// ClockOff says that this machine's clock is wrong; "" while it is not.
func ClockOff(skew time.Duration) string {
	if skew.Abs() < 30*time.Second {
		return ""
	}
	return "; the clock of this machine is off by " + Span(skew.Abs()) + ": set it (timedatectl set-ntp true); Telegram's clock is used meanwhile"
}

// Unreachable says that Telegram could not be asked.
func Unreachable(why string) string { return "Telegram cannot be asked: " + why }

// ProxyFix says what to do where a proxy of the environment stands between.
func ProxyFix(proxy string) string {
	return "Check the proxy " + proxy + " that this program's environment names, or take the variable away (NO_PROXY names hosts that need no proxy); then the network and telegram.api_url."
}

// UsernameAny says which bot it is where none is demanded.
func UsernameAny(name string) string {
	return "@" + name + " (set telegram.username to insist on it)"
}

// NewData says that the data directory is new.
func NewData(name string) string { return "new data directory; it will belong to @" + name }

// DataOf says whose the data is.
func DataOf(name string) string { return "the data belongs to @" + name }

// ModeIsOn and ModeIsOff say how Secretary Mode stands for a bot.
func ModeIsOn(name string) string { return "on for @" + name }

// ModeIsOff is the opposite of ModeIsOn.
func ModeIsOff(name string) string { return "off for @" + name }

// ModeFix is the way to Secretary Mode.
func ModeFix(name string) string {
	return "In @BotFather: /mybots → @" + name + " → Bot Settings → Secretary Mode → turn on."
}

// CreatorFine says that cards can be delivered.
func CreatorFine(id int64) string { return fmt.Sprintf("id %d, Start pressed", id) }

// CreatorShut says that cards cannot be delivered.
func CreatorShut(id int64) string {
	return fmt.Sprintf("id %d cannot be written to: Start was never pressed, or the bot is blocked", id)
}

// CreatorUntried says that it could not be found out.
func CreatorUntried(id int64) string {
	return fmt.Sprintf("id %d; whether Start was pressed could not be found out", id)
}

// StartFix is the way to open the bot's chat.
func StartFix(name string) string {
	return "In the creator's own Telegram open @" + name + " and press Start."
}

// ConnectionForeign says that the wrong profile is connected.
func ConnectionForeign(who string) string {
	return "connected by somebody else (" + who + "), who is not served"
}

// ConnectFix is the way to connect.
func ConnectFix(name string) string {
	return "In the creator's own Telegram: Settings → Chat Automation → choose @" + name + ", choose the chats, allow “Reply to messages”."
}

// RightsDetail lists what is missing and what is more than needed.
func RightsDetail(missing, extra []string) string {
	s := "all needed ones are there"
	if len(missing) > 0 {
		s = "missing: " + reasons(missing)
	}
	if len(extra) > 0 {
		s += "; more than needed: " + labels(extra) + " (take them away unless you want them)"
	}
	return s
}

// reasons names permissions with what fails without them.
func reasons(flags []string) string {
	var out []string
	for _, f := range flags {
		text := "“" + RightLabel(f) + "”"
		for _, r := range Rights {
			if r.Flag == f {
				text += " (" + r.Why + ")"
			}
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// RightsFix is the way to give permissions.
func RightsFix(missing []string) string {
	return "In Telegram: Settings → Chat Automation → your bot → allow " + labels(missing) + "."
}

// ChatsSeen says what is known about the chats the bot may see.
func ChatsSeen(n int) string {
	return fmt.Sprintf("%d seen; Telegram does not tell which chats are included, and excluded ones never arrive (Settings → Chat Automation)", n)
}

// ModelDown says that Ollama does not answer.
func ModelDown(server string) string { return "Ollama does not answer at " + server }

// ModelMissing says that the model is not installed.
func ModelMissing(model string) string { return model + " is not installed" }

// ModelCold says that the warm-up failed.
func ModelCold(why string) string { return "the warm-up failed: " + why }

// ModelFine says that the model answers; warm is 0 when no warm-up was made.
func ModelFine(model, version string, warm time.Duration, logprobs bool) string {
	s := model + " is there (Ollama " + version + ")"
	if warm > 0 {
		s += fmt.Sprintf(", a warm-up takes %.1f s", warm.Seconds())
	}
	if !logprobs {
		s += "; this version tells no probabilities, so every draft waits for you"
	}
	return s
}

// PersonaFine says how long the persona is.
func PersonaFine(tokens int) string { return fmt.Sprintf("filled in, about %d tokens", tokens) }

// DataFine says how large file and disk are.
func DataFine(size, free int64) string {
	return fmt.Sprintf("%s; %s free", Bytes(size), Bytes(free))
}

// SpareRoom says how much of the data file is empty, and how to get it back.
func SpareRoom(n int64) string {
	return Bytes(n) + " of the data file are empty: stop the program and run `secretary compact` to get them back"
}

// LastBackup says how old the newest copy is.
func LastBackup(made, now time.Time) string {
	if made.IsZero() {
		return "no backup yet"
	}
	return "last backup " + Span(now.Sub(made)) + " ago"
}

// BackupOldFix says what to do about a copy that is too old.
func BackupOldFix(dir string) string {
	return "The newest backup is too old: see the log for why none is made, and whether " + dir + " can be written."
}

// LowSpaceFix says that room gets scarce in a folder.
func LowSpaceFix(dir string, free, needs int64) string {
	return "Little room is left for " + dir + ": " + Bytes(free) + " free, " + Bytes(needs) + " wanted. Make room on that disk, or set retention."
}

// DataFull says that the disk is nearly full.
func DataFull(free int64) string { return "only " + Bytes(free) + " free" }

// Bytes prints a size in the unit a person would use.
func Bytes(n int64) string {
	switch {
	case n < 1<<20:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	case n < 1<<30:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
}

// ConfigExposed says that a secret lies open.
func ConfigExposed(files []string) string {
	return "valid; but everybody on this machine may read the secret in " + strings.Join(files, " and ")
}

// ConfigExposedFix shuts the files.
func ConfigExposedFix(files []string) string { return "chmod o-r " + strings.Join(files, " ") }

// NeedsStep says that an earlier step has to be ok first.
func NeedsStep(n int) string { return fmt.Sprintf("known once step %d is ok", n) }

// Mark is the sign before a step.
func Mark(state string) string {
	return map[string]string{"ok": "✓", "blocked": "✗", "waiting": "…", "unknown": "?"}[state]
}

// Verdict is the last line of the chain.
func Verdict(blocked, waiting bool) string {
	switch {
	case blocked:
		return SomethingBlocks
	case waiting:
		return StillWaiting
	}
	return AllGood
}

// Figures is the line below the chain in the creator's chat.
func Figures(paused bool, mode string, waiting, parked, skipped int) string {
	s := fmt.Sprintf("Mode: %s. Fans waiting: %d.", mode, waiting)
	if paused {
		s = "Paused (/resume starts again). " + s
	}
	if parked > 0 {
		s += fmt.Sprintf(" Updates put aside, not understood: %d.", parked)
	}
	if skipped > 0 {
		s += fmt.Sprintf(" Updates of unknown kinds, kept and skipped: %d.", skipped)
	}
	return s
}
