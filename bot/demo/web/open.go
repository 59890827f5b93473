package web

import (
	"context"
	"os"
	"os/exec"
	"runtime"
)

// openBrowser asks the desktop for its browser. Without a desktop nothing is
// tried: what would open then is a browser inside this terminal.
func openBrowser(ctx context.Context, url string) {
	name := "xdg-open"
	switch {
	case runtime.GOOS == "darwin":
		name = "open"
	case os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "":
		return
	}
	_ = exec.CommandContext(ctx, name, url).Run() // the address stands on the terminal
}
