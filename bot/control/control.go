// Package control is the running daemon's local door: a unix socket in the
// data directory over which other runs of the program ask for the status, a
// backup or a sign of life. They cannot look themselves, since the daemon holds
// the lock of the data file.
package control

import (
	"context"
	"errors"
	"io"
)

// ErrNoDaemon says that nobody answers at the socket of a data directory.
var ErrNoDaemon = errors.New("no secretary is running on this data directory")

// Daemon is what the running secretary answers with.
type Daemon interface {
	// Status returns something json.Marshal takes.
	Status(ctx context.Context) (any, error)
	// Backup writes a consistent copy of the data file and returns its size.
	Backup(w io.Writer) (int64, error)
	// Alive returns nil if the daemon does its work, else why it does not.
	Alive() error
}

// Server is the open door. Run serves it.
type Server struct{}

// Listen opens the socket of dataDir. The caller must hold the lock of the data
// file: a socket that is found there is taken for a dead daemon's and removed.
func Listen(dataDir string, d Daemon) (*Server, error) { return nil, errors.New("not yet") }

// Run serves until ctx ends, then closes the door and returns when the last
// request is done.
func (s *Server) Run(ctx context.Context) error { return nil }

// Status asks the daemon of dataDir for its status and decodes it into out.
// Nobody there: ErrNoDaemon.
func Status(ctx context.Context, dataDir string, out any) error { return ErrNoDaemon }

// Backup writes the daemon's copy of the data file to w and returns its size in
// bytes. An error means that w holds no usable copy. Nobody there: ErrNoDaemon.
func Backup(ctx context.Context, dataDir string, w io.Writer) (int64, error) {
	return 0, ErrNoDaemon
}

// Alive returns nil if the daemon of dataDir says that it does its work.
// Nobody there: ErrNoDaemon.
func Alive(ctx context.Context, dataDir string) error { return ErrNoDaemon }
