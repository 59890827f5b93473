package config

import "time"

// Config is everything the creator can set. The mapstructure tags are the keys
// of config.yaml.
type Config struct {
	Telegram    Telegram      `mapstructure:"telegram"`
	Owner       Owner         `mapstructure:"owner"`
	Disconnect  Disconnect    `mapstructure:"disconnect"`
	DataDir     string        `mapstructure:"data_dir"`      // absolute
	DataKeyFile string        `mapstructure:"data_key_file"` // absolute, never inside DataDir
	Retention   time.Duration `mapstructure:"retention"`     // 0 = for ever
	Ollama      Ollama        `mapstructure:"ollama"`
	Persona     Persona       `mapstructure:"persona"`
	Reply       Reply         `mapstructure:"reply"`
	Learn       Learn         `mapstructure:"learn"`
	Memory      Memory        `mapstructure:"memory"`
	Trust       Trust         `mapstructure:"trust"`
	Inbox       Inbox         `mapstructure:"inbox"`
	Backup      Backup        `mapstructure:"backup"`
	Disk        Disk          `mapstructure:"disk"`
	Metrics     Metrics       `mapstructure:"metrics"`
	Log         Log           `mapstructure:"log"`
}

// Telegram says which bot this is and how to reach it.
type Telegram struct {
	Token     Secret  `mapstructure:"token"`      // never empty after Load, whichever key it came from
	TokenFile string  `mapstructure:"token_file"` // absolute; "" when the token was given itself
	APIURL    string  `mapstructure:"api_url"`    // without trailing slash
	Username  string  `mapstructure:"username"`   // without @; "" = any bot
	Rate      float64 `mapstructure:"rate"`       // messages a second overall; 0 = no pacing
}

// Owner says who the creator is.
type Owner struct {
	ID int64 `mapstructure:"id"` // Telegram user id; 0 = pair by a one-time code
}

// Disconnect says what happens when the profile is disconnected.
type Disconnect struct {
	AskAfter time.Duration `mapstructure:"ask_after"` // then the creator is asked what to keep; 0 = never
}

// Ollama says where the model runs and how.
type Ollama struct {
	URL       string        `mapstructure:"url"` // without trailing slash
	Model     string        `mapstructure:"model"`
	NumCtx    int           `mapstructure:"num_ctx"`    // tokens
	KeepAlive time.Duration `mapstructure:"keep_alive"` // -1 (a nanosecond below zero) = stay loaded
	Timeout   time.Duration `mapstructure:"timeout"`
	Parallel  int           `mapstructure:"parallel"` // requests at a time
	PerFan    time.Duration `mapstructure:"per_fan"`  // how long it works for one fan a day by itself; 0 = no bound
}

// Persona says who speaks.
type Persona struct {
	Name      string `mapstructure:"name"`
	File      string `mapstructure:"file"`       // absolute path of a Markdown file
	BotAnswer string `mapstructure:"bot_answer"` // the answer to "are you a bot?"; "" = the creator answers
	Drafter   string `mapstructure:"drafter"`    // ollama or embedded

	// Sentences that go to fans as they stand here; {name} in them is Name.
	Disclosure string `mapstructure:"disclosure"` // before a fan's first automatic reply; "" = none
	Human      string `mapstructure:"human"`      // to a fan who asks for a person
	Privacy    string `mapstructure:"privacy"`    // to a fan who asks what is kept
}

// Reply says what happens with a draft.
type Reply struct {
	Mode        string        `mapstructure:"mode"`      // approve, earn, auto or off
	Threshold   float64       `mapstructure:"threshold"` // 0 to 1
	QuietPeriod time.Duration `mapstructure:"quiet_period"`
	Hold        time.Duration `mapstructure:"hold"`
	Daily       int           `mapstructure:"daily"` // automatic replies to one fan a day; 0 = any number
}

// Learn says when the model may learn from what the creator decided.
type Learn struct {
	Idle time.Duration `mapstructure:"idle"` // nobody must have waited for a draft this long; 0 = never
}

// Memory says what is kept of what fans tell about themselves.
type Memory struct {
	Enabled bool `mapstructure:"enabled"` // facts, summaries and promises
	Special bool `mapstructure:"special"` // also health, orientation, religion, politics, origin and money
}

// Trust says what must be proved before mode earn lets drafts go out by themselves.
type Trust struct {
	Risk  float64 `mapstructure:"risk"`  // largest share of them that the creator would have changed
	Delta float64 `mapstructure:"delta"` // probability with which the proof may be wrong
	Audit float64 `mapstructure:"audit"` // share of them that is asked all the same
}

// Inbox says how many cards may be open at once.
type Inbox struct {
	OpenCards int `mapstructure:"open_cards"`
}

// Backup says when copies of the data file are made, and where they go.
type Backup struct {
	Every     time.Duration `mapstructure:"every"`     // 0 = no backups
	Keep      int           `mapstructure:"keep"`      // copies
	Dir       string        `mapstructure:"dir"`       // absolute
	Recipient string        `mapstructure:"recipient"` // age recipient; "" = not encrypted
	Send      bool          `mapstructure:"send"`      // into the creator's chat; only with a recipient
}

// Disk says when room gets scarce.
type Disk struct {
	LowMB int64 `mapstructure:"low_mb"` // MiB free below which the creator is warned; twice the data file always counts
}

// Metrics says where Prometheus may read figures.
type Metrics struct {
	Listen string `mapstructure:"listen"` // host:port on loopback; "" = nowhere
}

// Log says what is logged and how.
type Log struct {
	Level  string `mapstructure:"level"`  // debug, info, warn or error
	Format string `mapstructure:"format"` // text or json
}
