package setup

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"secretary/bot/config"
	"secretary/bot/demo"
)

// write puts both files in place: persona.md only where there is none, and
// config.yaml last, in one step, so that a file that is there is whole.
func (a answers) write(path string, replace bool) error {
	temporary, err := a.draft(path)
	if err != nil {
		return err
	}
	defer os.Remove(temporary) // gone already if all went well
	if !replace {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return errors.New(appeared(path))
		}
	}
	if a.persona != "" {
		if err := writeNew(a.persona, demo.Persona(a.name)); err != nil {
			return err
		}
	}
	if err := os.Rename(temporary, path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// draft writes the configuration beside path (0600) and makes sure that it
// loads and says what was answered.
func (a answers) draft(path string) (name string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-")
	if err != nil {
		return "", fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.WriteString(a.yaml())
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("write %s: %w", path, err)
	}
	c, err := config.Load(f.Name(), nil)
	if err != nil {
		return "", fmt.Errorf("read back what was written: %w", err)
	}
	if c.Telegram.Token.Reveal() != a.token || c.Telegram.APIURL != strings.TrimRight(a.apiURL, "/") || c.Persona.Name != a.name ||
		c.Ollama.URL != strings.TrimRight(a.ollama, "/") || c.Ollama.Model != a.model || c.Telegram.Username != a.username {
		return "", errors.New("read back what was written: it says something else")
	}
	return f.Name(), nil
}

// writeNew makes a file (0600) that must not be there yet.
func writeNew(path, content string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = f.WriteString(content)
	if err := errors.Join(err, f.Close()); err != nil {
		os.Remove(path)
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// yaml is the text of the file: the keys that differ from their defaults, each
// with a comment.
func (a answers) yaml() string {
	standard := config.Default("")
	var b strings.Builder
	b.WriteString(fileHead)
	section(&b, "telegram", []entry{
		{"token", a.token, "", tokenComment},
		{"username", a.username, "", usernameComment},
		{"api_url", a.apiURL, standard.Telegram.APIURL, apiComment},
	})
	section(&b, "ollama", []entry{
		{"url", a.ollama, standard.Ollama.URL, ollamaComment},
		{"model", a.model, standard.Ollama.Model, modelComment},
	})
	section(&b, "persona", []entry{{"name", a.name, "", nameComment}})
	return b.String()
}

// entry is one key of the file.
type entry struct{ key, value, standard, comment string }

// section writes the entries that differ from their defaults, if there are any.
func section(b *strings.Builder, name string, entries []entry) {
	head := "\n" + name + ":\n"
	for _, e := range entries {
		if e.value == e.standard {
			continue
		}
		b.WriteString(head)
		head = ""
		fmt.Fprintf(b, "  # %s\n  %s: %s\n", e.comment, e.key, quoted(e.value))
	}
}

// quoted writes a string as YAML 1.2 reads it: a JSON string is one.
func quoted(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always encodes
	return strings.TrimSpace(b.String())
}
