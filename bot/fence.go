package bot

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// fence is deferred around work that handles strangers' data. It logs where a
// panic came from, never its value.
func (b *Bot) fence(what string) {
	if r := recover(); r != nil {
		b.log.Error("a part of the bot stopped by surprise; it goes on", "part", what, "kind", fmt.Sprintf("%T", r), "where", callers())
	}
}

// callers names the project's own functions on the stack of a panic.
func callers() string {
	var out []string
	for line := range strings.Lines(string(debug.Stack())) {
		if strings.HasPrefix(line, "secretary/") {
			name, _, _ := strings.Cut(line, "(0x")
			name = strings.TrimSpace(name)
			if i := strings.Index(name, "({"); i > 0 {
				name = name[:i]
			}
			out = append(out, name)
		}
	}
	if len(out) > 8 {
		out = out[:8]
	}
	return strings.Join(out, " < ")
}
