package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"secretary/bot/demo"
	"secretary/bot/sandbox"
)

// Names in the folder.
const (
	markName    = "demo.json" // says that the demo made the rest
	configName  = "config.yaml"
	personaName = "persona.md"
	hiddenName  = "persona.md.away"
	dataName    = "data"
	keyName     = "data.key"
)

// folder holds what the secretary needs and writes. Telegram itself forgets
// everything between two demos, so that in a kept folder its numbers must go on
// where they were: a number that comes twice is a duplicate.
type folder struct {
	path string
	keep bool
	mark mark
}

type mark struct {
	MadeBy string `json:"made_by"`
	Runs   int    `json:"runs"` // demos before this one
}

const madeBy = "secretary demo"

// openFolder takes the folder to keep, or makes a temporary one for an empty
// path. It refuses one with files that the demo did not make: ErrNotOurs.
func openFolder(path string) (*folder, error) {
	if path == "" {
		temporary, err := os.MkdirTemp("", "secretary-demo-")
		if err != nil {
			return nil, fmt.Errorf("make a folder for the demo: %w", err)
		}
		return &folder{path: temporary}, nil
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the folder to keep: %w", err)
	}
	f := &folder{path: path, keep: true}
	if err := f.claim(); err != nil {
		return nil, err
	}
	return f, nil
}

// claim reads or writes the mark.
func (f *folder) claim() error {
	data, err := os.ReadFile(f.file(markName))
	switch {
	case err == nil:
		if err := json.Unmarshal(data, &f.mark); err != nil || f.mark.MadeBy != madeBy {
			return fmt.Errorf("keep %s: %w: %s", f.path, ErrNotOurs, markName)
		}
		f.mark.Runs++
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("read the mark of the demo: %w", err)
	default:
		for _, name := range []string{configName, personaName, hiddenName, keyName, dataName, "secretary.db"} {
			if _, err := os.Lstat(f.file(name)); !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("keep %s: %w: %s", f.path, ErrNotOurs, name)
			}
		}
		f.mark = mark{MadeBy: madeBy}
	}
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return fmt.Errorf("make the folder to keep: %w", err)
	}
	if data, err = json.Marshal(f.mark); err == nil {
		err = os.WriteFile(f.file(markName), data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("mark the folder to keep: %w", err)
	}
	return nil
}

func (f *folder) file(name string) string { return filepath.Join(f.path, name) }

// Numbers of this demo, apart from those of the demos before it in the folder.
func (f *folder) firstUpdate() int64  { return int64(f.mark.Runs+1) * 1_000_000 }
func (f *folder) firstMessage() int64 { return 301 + int64(f.mark.Runs)*10_000 }

// box is the message box of the person in that seat.
func (f *folder) box(seat int) sandbox.PersonOption {
	return sandbox.WithBox((int64(f.mark.Runs%200)*(maxFans+1)+int64(seat)+1)*100_000 + 1)
}

// write makes configuration and persona file; a persona file that was kept
// stays as it is.
func (f *folder) write(telegram *sandbox.Server, creator int64, d drafter) error {
	data, err := json.MarshalIndent(f.config(telegram, creator, d), "", "  ") // JSON is YAML
	if err == nil {
		err = os.WriteFile(f.file(configName), data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("write the configuration of the demo: %w", err)
	}
	if err := f.hide(false); err != nil {
		return err
	}
	if _, err := os.Stat(f.file(personaName)); err == nil {
		return nil
	}
	if err := os.WriteFile(f.file(personaName), []byte(demo.Persona(creatorName)), 0o600); err != nil {
		return fmt.Errorf("write the persona of the demo: %w", err)
	}
	return nil
}

func (f *folder) config(telegram *sandbox.Server, creator int64, d drafter) map[string]any {
	config := map[string]any{
		"telegram": map[string]any{"token": telegram.Token(), "api_url": telegram.URL(), "rate": 0},
		"owner":    map[string]any{"id": creator},
		"data_dir": f.file(dataName), "data_key_file": f.file(keyName),
		"persona": map[string]any{"name": creatorName, "file": f.file(personaName), "drafter": d.name()},
		"reply":   map[string]any{"quiet_period": quiet.String(), "hold": hold.String()},
		"inbox":   map[string]any{"open_cards": 5},
		"log":     map[string]any{"level": "info", "format": "json"},
	}
	if d.door != nil {
		config["ollama"] = map[string]any{"url": d.door.url(), "model": d.model}
	}
	return config
}

// hide takes the persona file away, or brings it back. Twice is once.
func (f *folder) hide(on bool) error {
	from, to := f.file(personaName), f.file(hiddenName)
	if !on {
		from, to = to, from
	}
	if err := os.Rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("hide or show the persona file: %w", err)
	}
	return nil
}

// close removes a temporary folder; in one to keep the persona file is where it
// belongs again.
func (f *folder) close() error {
	if f.keep {
		return f.hide(false)
	}
	return os.RemoveAll(f.path)
}
