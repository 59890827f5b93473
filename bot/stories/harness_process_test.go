package stories_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary is the program under test, built once by TestMain.
var binary string

// TestMain lets more stories run side by side than there are processors, unless
// -parallel says otherwise: a story waits far more than it works.
func TestMain(m *testing.M) {
	becomePatient() // never returns where this process is to be the program on a disk that can fail
	flag.Parse()
	chosen := false
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "test.parallel" })
	if !chosen {
		_ = flag.Set("test.parallel", strconv.Itoa(3*runtime.GOMAXPROCS(0))) // a number is never refused
	}
	os.Exit(withBinary(m.Run))
}

// withBinary builds the program with the race detector (without, where there is
// no C compiler for it) and runs the stories.
func withBinary(stories func() int) int {
	dir, err := os.MkdirTemp("", "secretary-stories")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "secretary")
	out, err := build("-race")
	if err != nil && (bytes.Contains(out, []byte("cgo")) || bytes.Contains(out, []byte("C compiler"))) {
		fmt.Fprintln(os.Stderr, "no C compiler: stories run without the race detector")
		out, err = build()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, out)
		return 1
	}
	return stories()
}

func build(flags ...string) ([]byte, error) {
	mod, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("go", slices.Concat([]string{"build", "-o", binary}, flags, []string{"."})...)
	cmd.Dir = filepath.Dir(strings.TrimSpace(string(mod)))
	return cmd.CombinedOutput()
}

// process is the program as a child.
type process struct {
	cmd  *exec.Cmd
	out  *transcript // stdout and stderr together
	done chan struct{}
}

// run starts the daemon on this story's configuration and data.
func (s *story) run(args ...string) {
	s.t.Helper()
	s.bin = s.start(append([]string{"run"}, args...)...)
}

// start starts any command of the program.
func (s *story) start(args ...string) *process {
	s.t.Helper()
	return s.startWith(nil, append([]string{"--config", s.path("config.yaml")}, args...)...)
}

// startWith starts the program with further environment and bare arguments.
func (s *story) startWith(env []string, args ...string) *process {
	s.t.Helper()
	return s.startProgram(env, binary, args...)
}

func (s *story) startProgram(env []string, name string, args ...string) *process {
	s.t.Helper()
	return s.launch(exec.Command(name, args...), env)
}

// launch starts a program with the story's folder, and further environment.
func (s *story) launch(cmd *exec.Cmd, env []string) *process {
	s.t.Helper()
	p := &process{cmd: cmd, out: newTranscript(), done: make(chan struct{})}
	p.cmd.Dir = s.dir
	p.cmd.Env = append([]string{"HOME=" + s.dir, "PATH=" + os.Getenv("PATH"), "TZ=UTC"}, env...)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	p.cmd.WaitDelay = 5 * time.Second
	if err := p.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.told = append(s.told, p)
	go func() {
		_ = p.cmd.Wait() // the exit code is read from ProcessState
		close(p.done)
		p.out.touch()
	}()
	return p
}

// stop ends the daemon as systemd does: SIGTERM, 10 s, exit code 0.
func (s *story) stop() { s.t.Helper(); s.signal(syscall.SIGTERM) }

func (s *story) signal(sig os.Signal) {
	s.t.Helper()
	p := s.bin
	s.bin = nil
	_ = p.cmd.Process.Signal(sig) // already ended: the code below tells
	if code, ok := p.exits(10 * time.Second); !ok {
		s.t.Error("the program did not end within 10 s")
		_ = p.cmd.Process.Kill()
		<-p.done
	} else if code != 0 {
		s.t.Errorf("exit code %d, want 0", code)
	}
}

// kill ends the daemon as a power cut does.
func (s *story) kill() {
	p := s.bin
	s.bin = nil
	_ = p.cmd.Process.Kill()
	<-p.done
}

// restart kills the daemon and starts it again on the same data.
func (s *story) restart() { s.t.Helper(); s.kill(); s.run(); s.receives() }

// receives waits until the program hears Telegram: what is written before that
// came while it was away.
func (s *story) receives() { s.t.Helper(); s.logs("connected to Telegram; receiving") }

// ended tells whether it has ended.
func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// exits waits for the end and returns the exit code; false if it takes longer.
func (p *process) exits(within time.Duration) (int, bool) {
	select {
	case <-p.done:
		return p.cmd.ProcessState.ExitCode(), true
	case <-time.After(within):
		return 0, false
	}
}

// ends waits for a command to end by itself and returns code and output.
func (s *story) ends(p *process) (int, string) {
	s.t.Helper()
	code, ok := p.exits(patience)
	if !ok {
		_ = p.cmd.Process.Kill()
		<-p.done
		s.t.Fatalf("the command did not end\n%s", tail(p.out.String(), 40))
	}
	if s.bin == p {
		s.bin = nil
	}
	return code, p.out.String()
}

// command runs a command to its end and returns code and output.
func (s *story) command(args ...string) (int, string) {
	s.t.Helper()
	return s.ends(s.start(args...))
}

// logs waits until the running program has printed all the words (any case).
func (s *story) logs(words ...string) {
	s.t.Helper()
	if !s.bin.out.waitFor(patience, func(text string) bool { return holds(text, words...) }) {
		s.t.Fatalf("the program never said %s", quoted(words))
	}
}

// writeConfig writes config.yaml from s.keys; JSON values are YAML values.
func (s *story) writeConfig() {
	s.t.Helper()
	sections := map[string][]string{}
	for _, key := range slices.Sorted(maps.Keys(s.keys)) {
		if s.keys[key] == nil {
			continue
		}
		value, err := json.Marshal(s.keys[key])
		if err != nil {
			s.t.Fatal(err)
		}
		section, name, ok := strings.Cut(key, ".")
		if !ok {
			section, name = "", key
		}
		sections[section] = append(sections[section], name+": "+string(value))
	}
	var b strings.Builder
	for _, section := range slices.Sorted(maps.Keys(sections)) {
		indent := ""
		if section != "" {
			b.WriteString(section + ":\n")
			indent = "  "
		}
		for _, line := range sections[section] {
			b.WriteString(indent + line + "\n")
		}
	}
	s.write("config.yaml", b.String())
}

// transcript is an output that can be waited for.
type transcript struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{}
}

func newTranscript() *transcript { return &transcript{changed: make(chan struct{})} }

func (t *transcript) Write(p []byte) (int, error) {
	defer t.touch()
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

// touch lets those who wait look again.
func (t *transcript) touch() {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.changed)
	t.changed = make(chan struct{})
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// waitFor waits until cond holds for everything printed so far.
func (t *transcript) waitFor(within time.Duration, cond func(string) bool) bool {
	late := time.After(within)
	for {
		t.mu.Lock()
		text, changed := t.text.String(), t.changed
		t.mu.Unlock()
		if cond(text) {
			return true
		}
		select {
		case <-changed:
		case <-late:
			return false
		}
	}
}
