package setup_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secretary/bot/config"
	"secretary/bot/sandbox"
	"secretary/bot/setup"
)

func TestGoodAnswersMakeAFileThatLoads(t *testing.T) {
	d := newDesk(t)
	out, err := d.answers(d.telegram.Token(), d.ollama, model, "Zoë O'Hara", "y")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	c := d.loads()
	want := config.Default(filepath.Dir(d.path))
	want.Telegram.Token, want.Telegram.APIURL, want.Telegram.Username = config.Secret(d.telegram.Token()), d.telegram.URL(), "mila_sec_bot"
	want.Ollama.URL, want.Ollama.Model, want.Persona.Name = d.ollama, model, "Zoë O'Hara"
	if c != want {
		t.Errorf("the file says\n%+v, want\n%+v", c, want)
	}
	wants(t, out, "This is @mila_sec_bot (Mila's helper)", "Ollama 0.17.4 answers", model+" is there", "Written: ", "persona.md", " check", " run")
	wants(t, d.read("persona.md"), "You are Zoë O'Hara, a potter", "Zoë O'Hara: Hi!")
	if d.files() != "config.yaml persona.md" {
		t.Errorf("in the folder: %s", d.files())
	}
}

func TestOnlyWhatDiffersFromTheDefaultsIsWritten(t *testing.T) {
	d := newDesk(t)
	standard := config.Default("").Ollama
	if _, err := d.answers(d.telegram.Token(), nobody(t), "n", "", "y", "", "Mila", "n"); err != nil {
		t.Fatal(err)
	}
	if c := d.loads(); c.Ollama.URL != standard.URL || c.Ollama.Model != standard.Model {
		t.Errorf("%+v", c.Ollama)
	}
	text := d.read("config.yaml")
	for _, key := range []string{"ollama:", "url:", "model:", "data_dir", "reply"} {
		if strings.Contains(text, "\n"+key) || strings.Contains(text, "  "+key) {
			t.Errorf("%q is in the file:\n%s", key, text)
		}
	}
	if d.files() != "config.yaml" {
		t.Errorf("in the folder: %s", d.files())
	}
}

func TestWrongAnswersAreAskedAgainWithAClearWord(t *testing.T) {
	d := newDesk(t)
	other := sandbox.New(sandbox.Options{BotID: 5})
	defer other.Close()
	out, err := d.answers(
		"", "hello", other.Token(), d.telegram.Token(), // token
		"localhost:11434", "ftp://x", d.ollama, // address
		"a b", "glaze:8b", "perhaps", "n", "glaze:cloud", model, // model
		"", "\x01", strings.Repeat("x", 65), strings.Repeat("y", 9000), "Mila", // name
		"what?", "", // persona
	)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	wants(t, out, "must not be empty", "must be a bot token as @BotFather gives it", "does not accept this token", "This is @mila_sec_bot",
		"must be an address like", "must be an address like", "Ollama 0.17.4 answers",
		"must be a model's name", "ollama pull glaze:8b", "Please answer y or n", "somebody else's computer", model+" is there",
		"must not be empty", "must be a name on one line", "must be a name on one line", "must be a name on one line",
		"Please answer y or n", "Written: ")
	if c := d.loads(); c.Ollama.Model != model || c.Persona.Name != "Mila" {
		t.Errorf("%+v", c)
	}
	if strings.Contains(out, other.Token()) {
		t.Error("a refused token is shown")
	}
}

func TestSecretaryModeOffIsSaidInBotFathersWords(t *testing.T) {
	d := newDesk(t)
	d.telegram.SetSecretaryMode(false)
	out, err := d.answers(d.telegram.Token(), d.ollama, model, "Mila", "n")
	if err != nil {
		t.Fatal(err)
	}
	wants(t, out, "This is @mila_sec_bot", "Secretary Mode is off", "In @BotFather: /mybots → @mila_sec_bot → Bot Settings → Secretary Mode")
}

func TestOllamaMayComeLater(t *testing.T) {
	d := newDesk(t)
	address := nobody(t)
	out, err := d.answers(d.telegram.Token(), address, "", "qwen3:1.7b", "Mila", "n")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	wants(t, out, address+" does not answer", "Start Ollama", "see to it later", "ollama pull qwen3:1.7b")
	if c := d.loads(); c.Ollama.URL != address || c.Ollama.Model != "qwen3:1.7b" {
		t.Errorf("%+v", c.Ollama)
	}
	out, err = newDesk(t).answersLater()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	wants(t, out, "ollama pull glaze:8b", "see to it later", "Written: ")
}

// answersLater names a model that is not there yet.
func (d *desk) answersLater() (string, error) {
	d.t.Helper()
	return d.answers(d.telegram.Token(), d.ollama, "glaze:8b", "", "Mila", "n")
}

func TestTokenThatCannotBeTriedIsTakenOnlyOnPurpose(t *testing.T) {
	d := newDesk(t)
	d.telegram.Fail("getMe", sandbox.Fault{HTML: true, Times: 2})
	out, err := d.answers(d.telegram.Token(), "", d.telegram.Token(), "yes", d.ollama, model, "Mila", "n")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	wants(t, out, "Telegram cannot be asked", "without having tried it? [y/N]", "The bot's token", "Telegram cannot be asked", "Ollama")
	if c := d.loads(); c.Telegram.Username != "" || c.Telegram.Token.Reveal() != d.telegram.Token() {
		t.Errorf("username %q of a bot nobody saw", c.Telegram.Username)
	}
}

func TestExistingFileIsReplacedOnlyOnPurpose(t *testing.T) {
	const before = "persona:\n  name: Before\n"
	for answer, replaced := range map[string]bool{"": false, "n": false, "no": false, "y": true, "YES": true} {
		d := newDesk(t)
		d.write("config.yaml", before)
		d.write("persona.md", "Mine.")
		if err := os.Chmod(d.path, 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := d.answers(answer, d.telegram.Token(), d.ollama, model, "Mila")
		if err != nil {
			t.Fatalf("%q: %v\n%s", answer, err, out)
		}
		if now := d.read("config.yaml"); replaced == (now == before) {
			t.Errorf("%q: the file is\n%s", answer, now)
		}
		if replaced {
			d.loads()
		}
		if d.read("persona.md") != "Mine." || d.files() != "config.yaml persona.md" {
			t.Errorf("%q: persona %q, in the folder %s", answer, d.read("persona.md"), d.files())
		}
	}
}

func TestLinkToTheFileStaysALink(t *testing.T) {
	d := newDesk(t)
	target := filepath.Join(t.TempDir(), "real.yaml")
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, d.path); err != nil {
		t.Skip("no links here")
	}
	if out, err := d.answers("y", d.telegram.Token(), d.ollama, model, "Mila", "n"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if to, err := os.Readlink(d.path); err != nil || to != target {
		t.Errorf("the link points to %q, %v", to, err)
	}
	d.loads()
}

func TestEarlyEndLeavesNothingBehind(t *testing.T) {
	d := newDesk(t)
	all := []string{d.telegram.Token(), nobody(t), "y", "qwen3:4b", "Mila", "y"}
	for n := range all {
		out, err := d.answers(all[:n]...)
		if err == nil || !strings.Contains(err.Error(), "nothing was written") || d.files() != "" {
			t.Errorf("after %d answers: %v, in the folder %q\n%s", n, err, d.files(), out)
		}
	}
}

// stuck is a terminal at which nobody types any more; it says when it is read.
type stuck struct {
	lines io.Reader
	idle  func()
}

func (s stuck) Read(b []byte) (int, error) {
	if n, err := s.lines.Read(b); err == nil {
		return n, nil
	}
	s.idle()
	select {} // for ever, as a terminal does; it ends with the test binary
}

func TestCtrlCLeavesNothingBehind(t *testing.T) {
	d := newDesk(t)
	for _, lines := range []string{"", d.telegram.Token() + "\n", d.telegram.Token() + "\n" + d.ollama + "\n" + model + "\nMila\n"} {
		ctx, interrupt := context.WithCancel(t.Context())
		err := setup.Run(ctx, setup.Options{Path: d.path, In: stuck{strings.NewReader(lines), interrupt}, Out: io.Discard, APIURL: d.telegram.URL()})
		if err == nil || !strings.Contains(err.Error(), "interrupted; nothing was written") || d.files() != "" {
			t.Errorf("%v, in the folder %q", err, d.files())
		}
	}
}

func TestInterruptWhileTelegramIsAskedEndsTheTalk(t *testing.T) {
	d := newDesk(t)
	ctx, interrupt := context.WithCancel(t.Context())
	d.telegram.Fail("getMe", sandbox.Fault{HangBefore: true, If: func(map[string]any) bool { interrupt(); return true }})
	err := setup.Run(ctx, setup.Options{Path: d.path, In: strings.NewReader(d.telegram.Token() + "\n"), Out: io.Discard, APIURL: d.telegram.URL()})
	if err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Error(err)
	}
}

func TestFileThatAppearsMeanwhileIsNotReplaced(t *testing.T) {
	d := newDesk(t)
	lines := strings.Join([]string{d.telegram.Token(), d.ollama, model, "Mila"}, "\n") + "\n"
	r, w := io.Pipe()
	go func() {
		_, _ = io.WriteString(w, lines)
		d.write("config.yaml", "mine")
		_, _ = io.WriteString(w, "y\n")
	}()
	err := setup.Run(t.Context(), setup.Options{Path: d.path, In: r, Out: io.Discard, APIURL: d.telegram.URL()})
	if err == nil || d.read("config.yaml") != "mine" || d.files() != "config.yaml" {
		t.Errorf("%v, in the folder %s", err, d.files())
	}
}

func TestPlaceThatCannotBeWrittenIsSaidBeforeTheFirstQuestion(t *testing.T) {
	d := newDesk(t)
	folder := filepath.Dir(d.path)
	for _, path := range []string{folder, filepath.Join(folder, "missing", "config.yaml")} {
		d.path = path
		if out, err := d.answers(); err == nil || out != "" {
			t.Errorf("%s: %v, %q", path, err, out)
		}
	}
	if err := setup.Run(t.Context(), setup.Options{Path: filepath.Join(folder, "c.yaml"), In: strings.NewReader(""), Out: io.Discard, APIURL: "nonsense"}); err == nil || !strings.Contains(err.Error(), "telegram.api_url") {
		t.Errorf("a bad address of Telegram: %v", err)
	}
}

func TestAddressOfTelegramComesFromTheEnvironment(t *testing.T) {
	d := newDesk(t)
	t.Setenv("SECRETARY_TELEGRAM_API_URL", d.telegram.URL()+"/")
	in := strings.NewReader(strings.Join([]string{d.telegram.Token(), d.ollama, model, "Mila", "n"}, "\n") + "\n")
	if err := setup.Run(t.Context(), setup.Options{Path: d.path, In: in, Out: io.Discard}); err != nil {
		t.Fatal(err)
	}
	if c := d.loads(); c.Telegram.APIURL != d.telegram.URL() {
		t.Errorf("api_url %q", c.Telegram.APIURL)
	}
}

func TestBrokenInputIsNamed(t *testing.T) {
	d := newDesk(t)
	broken := errors.New("the wire is cut")
	err := setup.Run(t.Context(), setup.Options{Path: d.path, In: io.MultiReader(strings.NewReader("x"), failing{broken}), Out: io.Discard, APIURL: d.telegram.URL()})
	if !errors.Is(err, broken) || d.files() != "" {
		t.Errorf("%v, in the folder %q", err, d.files())
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
