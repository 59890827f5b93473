package persona

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"secretary/persona/pattern"
)

// maxFile is the largest persona file in bytes; about 16,000 tokens, twice the default context.
const maxFile = 64 << 10

// file looks at the persona file for every draft, since a change must count at once. It reads it again where its stamp
// is not surely the one of what was read, and parses it only when its bytes changed.
type file struct {
	path, name string

	clock func() time.Time // nil: time.Now

	mu    sync.Mutex
	bytes []byte
	sheet *sheet
	stamp stamp     // of the file when bytes was all it held; zero: it may have changed under the same stamp
	read  time.Time // when that was
}

// A file that has just been written may be written again without a change of its time, which some systems count
// coarsely; and a mounted one may be reported as it was. So a stamp counts if it was settled then, and not for long.
const (
	settled = time.Second
	trusted = time.Second
)

// load gives the persona as the file holds it now.
func (f *file) load() (*sheet, *Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	info, problem := usableFile(f.path)
	if problem != "" {
		return nil, &Error{KindPersona, problem}
	}
	found := stampOf(info)
	if f.stamp != (stamp{}) && found == f.stamp && now.Sub(f.read) < trusted {
		return f.sheet, nil
	}
	data, err := readAtMost(f.path, maxFile)
	if err != nil {
		return nil, &Error{KindPersona, shown(f.path) + " cannot be read: " + cause(err)}
	}
	if f.sheet == nil || !bytes.Equal(data, f.bytes) {
		if problem := inspect(data); problem != "" {
			return nil, &Error{KindPersona, shown(f.path) + " " + problem}
		}
		f.sheet, f.bytes = newSheet(f.name, decode(data)), data
	}
	f.stamp, f.read = stamp{}, now
	if found.before(now.Add(-settled)) {
		f.stamp = found
	}
	return f.sheet, nil
}

func (f *file) now() time.Time {
	if f.clock != nil {
		return f.clock()
	}
	return time.Now()
}

func shown(path string) string { return fmt.Sprintf("the persona file %q", path) }

// usableFile looks at the file without reading it, and says in a sentence why it cannot be read.
func usableFile(path string) (info fs.FileInfo, problem string) {
	info, err := os.Stat(path)
	switch {
	case path == "":
		return nil, "no persona file is set; name one in persona.file"
	case errors.Is(err, fs.ErrNotExist):
		return nil, shown(path) + " does not exist; write it, or correct persona.file"
	case err != nil:
		return nil, shown(path) + " cannot be read: " + cause(err)
	case !info.Mode().IsRegular(): // a pipe would block
		return nil, shown(path) + " is a folder, a pipe or a device; name a text file in persona.file"
	case info.Size() > maxFile:
		return nil, fmt.Sprintf("%s is too big: %d KB of at most %d KB", shown(path), info.Size()>>10, maxFile>>10)
	}
	return info, ""
}

func readAtMost(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}

// cause gives the reason of a file error without the path, which the sentence names already.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// inspect tells what is wrong with the bytes of a persona file; "" if nothing.
func inspect(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return "is UTF-16 text; " + convert("UTF-16")
	case bytes.IndexByte(data, 0) >= 0:
		return "is binary, not text; save it as a plain UTF-8 text file"
	case !utf8.Valid(data):
		return "is not UTF-8 text, perhaps Latin-1; " + convert("WINDOWS-1252")
	case controls(data) > len(data)/100:
		return "is binary, not text; save it as a plain UTF-8 text file"
	case !says(decode(data)):
		return "is empty; describe who speaks: voice, facts, boundaries, examples"
	}
	return ""
}

// convert tells the way out of another encoding.
func convert(from string) string {
	return "save it as UTF-8 in your editor, or run: iconv -f " + from + " -t UTF-8 OLD > NEW"
}

func controls(data []byte) (n int) {
	for _, b := range data {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' {
			n++
		}
	}
	return n
}

// comments are hints for the writer of the file, not for the model.
var comments = pattern.New(`(?s)<!--.*?(?:-->|\z)`)

// decode gives the text of the file: no byte order mark, no comments, no control characters or tokens. Lines such as
// "User: ..." stay, as they introduce examples.
func decode(data []byte) string {
	text := strings.TrimPrefix(string(data), "\ufeff")
	return strings.TrimSpace(breakTokens(visible(comments.ReplaceAllString(text, ""))))
}

// says tells whether anything but headings stands there.
func says(text string) bool {
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") && strings.IndexFunc(line, unicode.IsLetter) >= 0 {
			return true
		}
	}
	return false
}
