package control

import (
	"errors"
	"fmt"
	"io"
	"os"

	"secretary/bot/words"
)

// WriteNew makes a file (0600) that must not exist yet, and returns its
// size in bytes; a broken write leaves nothing behind.
func WriteNew(path string, write func(io.Writer) (int64, error)) (int64, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return 0, errors.New(words.FileExists(path))
	}
	if err != nil {
		return 0, fmt.Errorf("make file: %w", err)
	}
	n, err := write(f)
	if err == nil {
		err = finish(f)
	} else {
		_ = f.Close() // what it says is no news
	}
	if err != nil {
		return 0, errors.Join(err, os.Remove(path))
	}
	return n, nil
}

// finish brings what was written to the disk.
func finish(f *os.File) error {
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	return nil
}
