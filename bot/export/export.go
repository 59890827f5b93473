// Package export makes the file that takes everything kept of a fan, or of everybody, out
// of the data file: readable, as JSON Lines, or encrypted to one recipient.
//
// What it promises: the file is whole or is not made; and no copy of it touches the disk.
package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"secretary/store"
)

// ErrTooLarge says that a file is larger than Telegram takes.
var ErrTooLarge = errors.New("larger than a bot may upload")

// lineAtLeast is less than one line of an export has, in bytes: so many messages
// are too large without reading them.
const lineAtLeast = 100

// File is what is kept of a fan, or of everybody (the zero id), as JSON Lines
// of at most limit bytes, encrypted if there is a recipient. It is written twice:
// the first time only its length counts, so that no more memory is taken than it
// needs.
func File(st *store.Store, id store.FanID, to age.Recipient, limit int64) ([]byte, error) {
	if stats, err := st.Stats(); err == nil && id == (store.FanID{}) && int64(stats.Messages)*lineAtLeast > limit {
		return nil, ErrTooLarge
	}
	size, err := st.Export(&capped{io.Discard, limit}, id)
	if err != nil {
		return nil, err
	}
	file := bytes.NewBuffer(make([]byte, 0, size+size/1024+1024)) // encryption adds 16 bytes to 64 KiB
	var out io.Writer = &capped{file, limit}
	if to == nil {
		_, err = st.Export(out, id)
		return file.Bytes(), err
	}
	locked, err := age.Encrypt(out, to)
	if err != nil {
		return nil, fmt.Errorf("encrypt export: %w", err)
	}
	if _, err := st.Export(locked, id); err != nil {
		return nil, err
	}
	if err := locked.Close(); err != nil {
		return nil, fmt.Errorf("encrypt export: %w", err)
	}
	return file.Bytes(), nil
}

// capped writes on until there would be too much.
type capped struct {
	to   io.Writer
	left int64
}

func (c *capped) Write(p []byte) (int, error) {
	if c.left -= int64(len(p)); c.left < 0 {
		return 0, ErrTooLarge
	}
	return c.to.Write(p)
}
