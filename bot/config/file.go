package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/viper"

	"secretary/store/regular"
)

const maxFile = 1 << 20 // bytes; a configuration has some thousand

// readFile puts the file's values over the defaults.
func (l *loader) readFile(path string) {
	name := path
	if name == "" {
		name = DefaultFile
	}
	absolute, err := filepath.Abs(name)
	if err != nil {
		l.unreadable(name, err)
		return
	}
	l.folder = filepath.Dir(absolute)
	content, err := readLimited(absolute, maxFile)
	if path == "" && errors.Is(err, fs.ErrNotExist) {
		l.noFile = true
		return
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w; `secretary --config %s init` writes one", err, name)
	}
	if err != nil {
		l.unreadable(name, err)
		return
	}
	tree, err := parse(content)
	if err != nil {
		l.unreadable(name, err)
		return
	}
	l.walk(tree, "")
	if err := l.values.MergeConfigMap(tree); err != nil {
		l.unreadable(name, err)
	}
}

func (l *loader) unreadable(name string, err error) {
	l.unread = true
	l.problems = append(l.problems, fmt.Errorf("config file %q: %w", name, err))
}

// readLimited reads a file of at most limit bytes. Its errors do not repeat the
// path.
func readLimited(name string, limit int64) ([]byte, error) {
	if err := regular.Check(name); err != nil {
		return nil, reason(err)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, reason(err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, reason(err)
	}
	if int64(len(content)) > limit {
		return nil, fmt.Errorf("is larger than %d bytes", limit)
	}
	return content, nil
}

func reason(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

// parse decodes one YAML mapping.
func parse(content []byte) (map[string]any, error) {
	decoder, err := viper.NewCodecRegistry().Decoder("yaml")
	if err != nil {
		return nil, err
	}
	if documents(content) > 1 {
		return nil, errors.New("holds more than one YAML document")
	}
	tree := map[string]any{}
	if err := decoder.Decode(content, tree); err != nil {
		// YAML quotes what it does not like, which may be the token.
		return nil, errors.New(mask(strings.Join(strings.Fields(err.Error()), " ")) + remedy(content, err))
	}
	return tree, nil
}

// remedy says what to do where YAML's own words do not.
func remedy(content []byte, err error) string {
	switch {
	case strings.Contains(err.Error(), "into map[string]interface"):
		return "; it must hold keys with values, like config.example.yaml"
	case strings.Contains(err.Error(), "cannot start any token") && tabbed.Match(content):
		return "; lines begin with spaces, never with a tab"
	}
	return ""
}

var tabbed = regexp.MustCompile(`(?m)^ *\t`)

// documents counts the YAML documents that hold something: the decoder would
// read the first and forget the others.
func documents(content []byte) int {
	count, filled := 0, false
	for line := range bytes.Lines(content) {
		switch line = bytes.TrimRight(line, " \t\r\n"); {
		case bytes.HasPrefix(line, []byte("---")), bytes.HasPrefix(line, []byte("...")):
			filled = false
		case len(bytes.TrimSpace(line)) == 0, bytes.TrimSpace(line)[0] == '#':
		case !filled:
			filled = true
			count++
		}
	}
	return count
}

// walk checks the names in the file's tree; values come later.
func (l *loader) walk(tree map[string]any, section string) {
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		value, full := tree[name], section+name
		isKey, isSection := known(full)
		inner, isTree := asTree(value)
		switch {
		case strings.Contains(name, ".") && (isKey || isSection):
			l.report(&Error{Key: full, Value: quote(full, value), Problem: "must be written as a section with keys under it"})
		case isKey:
		case isSection && isTree:
			l.walk(inner, full+".")
		case isSection && value == nil:
		case isSection:
			l.report(&Error{Key: full, Value: quote(full, value), Problem: "must be a section with keys under it"})
		default:
			l.report(&Error{Key: full, Value: quote(full, value), Problem: "is no known key" + didYouMean(full, names())})
		}
	}
}

// asTree accepts both shapes YAML gives a mapping.
func asTree(value any) (map[string]any, bool) {
	switch value := value.(type) {
	case map[string]any:
		return value, true
	case map[any]any:
		tree := make(map[string]any, len(value))
		for name, inner := range value {
			tree[fmt.Sprint(name)] = inner
		}
		return tree, true
	}
	return nil, false
}

// names returns every key and section.
func names() []string {
	all := Keys()
	for _, key := range table {
		if section, _, nested := strings.Cut(key.name, "."); nested && !slices.Contains(all, section) {
			all = append(all, section)
		}
	}
	return all
}

func didYouMean(name string, candidates []string) string {
	if meant := suggest(name, candidates); meant != "" {
		return "; did you mean " + meant + "?"
	}
	return ""
}
