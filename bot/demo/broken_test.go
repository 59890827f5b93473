package demo_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"secretary/bot/demo"
)

// TestMain is the demo itself in a child process of TestBrokenScreenLeavesNothingBehind.
func TestMain(m *testing.M) {
	if os.Getenv("DEMO_CHILD") == "" {
		os.Exit(m.Run())
	}
	if err := demo.Run(context.Background(), demo.Options{Yes: true, Out: os.Stdout, OllamaURL: "http://127.0.0.1:1"}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func TestBrokenScreenLeavesNothingBehind(t *testing.T) {
	for name, breaks := range map[string]func(*exec.Cmd, func()){
		"the pager ends":       func(_ *exec.Cmd, closeScreen func()) { closeScreen() },
		"the window is closed": func(c *exec.Cmd, _ func()) { _ = c.Process.Signal(syscall.SIGHUP) },
	} {
		t.Run(name, func(t *testing.T) {
			tidy(t)
			c := exec.CommandContext(t.Context(), os.Args[0])
			c.Env = append(os.Environ(), "DEMO_CHILD=1")
			screen, err := c.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := bufio.NewReaderSize(screen, 16).ReadString('\n'); err != nil {
				t.Fatal(err)
			}
			breaks(c, func() { screen.Close() })
			if err := c.Wait(); err == nil || c.ProcessState.ExitCode() != 1 {
				t.Errorf("the demo ended with %v", err)
			}
		})
	}
}
