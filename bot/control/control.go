// Package control is the running daemon's local door: a unix socket in the
// data directory over which other runs of the program ask for the status, a
// look through the data file, a backup, what was learned, or a sign of life.
// They cannot look themselves, since the daemon holds the lock of the data file.
//
// Behind the socket is plain HTTP: GET /alive, /status, /examine, /backup,
// /export, /material and /audit. Nobody but the daemon's own user may open it.
package control

import (
	"context"
	"errors"
	"io"
)

// ErrNoDaemon says that nobody answers at the socket of a data directory.
var ErrNoDaemon = errors.New("no secretary is running on this data directory")

// Daemon is what the running secretary answers with. Its methods are called
// from several goroutines at once. Their errors are shown to the person who
// asked.
type Daemon interface {
	// Status returns something json.Marshal takes. ctx ends when the asker hangs
	// up or the daemon stops.
	Status(ctx context.Context) (any, error)
	// Examine looks through the whole data file while it is in use and returns
	// what it found, as something json.Marshal takes. With a large file that
	// takes minutes. ctx ends as for Status.
	Examine(ctx context.Context) (any, error)
	// Backup writes a consistent copy of the data file to w and returns its size
	// in bytes. It returns soon after a write has failed.
	Backup(w io.Writer) (int64, error)
	// Export writes everything that is kept of a fan (chat id; 0: of everybody)
	// to w and returns its size in bytes. It returns soon after a write has
	// failed.
	Export(w io.Writer, fan int64) (int64, error)
	// Material returns, as something json.Marshal takes, what the asker wants to
	// know of the data; want is JSON that the two of them understand.
	Material(ctx context.Context, want []byte) (any, error)
	// Audit returns, as something json.Marshal takes, a portion of the record of
	// decisions; want is JSON as for Material.
	Audit(ctx context.Context, want []byte) (any, error)
	// Alive returns nil if the daemon does its work, else why it does not. It
	// does not wait.
	Alive() error
}

// The trailer of a backup, behind the data: the size of a whole copy, or why
// there is none. A copy without it is broken.
const (
	sizeTrailer  = "Backup-Size"
	errorTrailer = "Backup-Error"
)
