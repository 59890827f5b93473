package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"secretary/bot/load/rig"
)

func main() {
	if code, child := rig.Child(os.Args[1:]); child {
		os.Exit(code)
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run measures; 1 is trouble or a missed goal, 2 a wrong command line.
func run(args []string, stdout, stderr io.Writer) int {
	b := &bench{table: table{out: stdout}}
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&b.Profile, "profile", "", "write profiles of the program here, one a run: FILE.1, FILE.2, … for the processor, FILE.1.heap, … for memory; and FILE.driver of what plays Telegram")
	flags.StringVar(&b.archive, "archive", "", "keep the archive of a million messages in this file, and use it if it is there")
	flags.StringVar(&b.Dir, "dir", os.TempDir(), "folder for the data files; it should be on a disk, not in memory")
	flags.Usage = func() { usage(flags) }
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	list, err := chosen(flags.Args())
	if err != nil {
		fmt.Fprintln(stderr, "load:", err)
		return 2
	}
	end, err := rig.Profile(driverProfile(b.Profile))
	if err != nil {
		fmt.Fprintln(stderr, "load:", err)
		return 1
	}
	defer end()
	debug.SetGCPercent(400) // what plays Telegram shall take little from what is measured; its memory is nobody's matter
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	fmt.Fprintln(stdout, machine(b.Dir))
	for _, f := range list {
		fmt.Fprintf(stdout, "\n%s: %s\n", f.name, f.what)
		b.command = "go run ./bot/load " + f.name
		if err := f.run(ctx, b); err != nil {
			fmt.Fprintf(stderr, "load: measure %s: %v\n", f.name, err)
			return 1
		}
	}
	fmt.Fprintf(stdout, "\n%d goals met, %d missed\n", b.met, b.missed)
	if b.missed > 0 {
		return 1
	}
	return 0
}

func driverProfile(path string) string {
	if path == "" {
		return ""
	}
	return path + ".driver"
}

// bench is what a figure gets: where to work, and where to say what it found.
type bench struct {
	rig.Options
	table
	command string
	archive string // path of a kept archive, empty: none
}

// add prints a value.
func (b *bench) add(r row) { b.table.add(b.command, r) }

// note prints a line of explanation.
func (b *bench) note(format string, args ...any) { fmt.Fprintf(b.out, "  "+format+"\n", args...) }

func usage(flags *flag.FlagSet) {
	out := flags.Output()
	fmt.Fprintln(out, "usage: go run ./bot/load [flags] [NAME...]")
	list, _ := chosen(nil) // all: no name can be wrong
	for _, f := range list {
		fmt.Fprintf(out, "  %-10s %s\n", f.name, f.what)
	}
	flags.PrintDefaults()
}

// machine says what the figures were taken on.
func machine(dir string) string {
	cpu := "unknown processor"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, after, ok := strings.Cut(string(text), "model name"); ok {
			line, _, _ := strings.Cut(after, "\n")
			cpu = strings.Trim(line, "\t :")
		}
	}
	return fmt.Sprintf("%d cores (%s), %s/%s, %s, data in %s", runtime.NumCPU(), cpu, runtime.GOOS, runtime.GOARCH, runtime.Version(), dir)
}
