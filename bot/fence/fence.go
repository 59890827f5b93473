// Package fence keeps the panic of one piece of work from ending the rest, and a
// fan's words out of the log: a panic's value may hold them.
package fence

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
)

// Catch is deferred, by itself, around work that handles strangers' data. It logs
// where a panic came from, never its value.
func Catch(log *slog.Logger, what string) {
	if r := recover(); r != nil {
		log.Error("a part of the bot stopped by surprise; it goes on", "part", what, "kind", fmt.Sprintf("%T", r), "where", callers())
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
