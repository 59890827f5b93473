package control

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

const (
	socketName = "secretary.sock"
	tempPrefix = "secretary-"
	maxPath    = 100 // bytes; systems allow 103 to 107
)

// socket is a listening unix socket and the link that leads to it, if its own
// path in the data directory would be too long.
type socket struct {
	net.Listener
	link, folder string // "" without a link
	closing      sync.Once
	closed       error
}

func openSocket(dataDir string) (*socket, error) {
	path := filepath.Join(dataDir, socketName)
	if err := removeStale(path); err != nil {
		return nil, fmt.Errorf("open control socket: %w", err)
	}
	s := &socket{}
	target := path
	if len(path) > maxPath {
		folder, err := os.MkdirTemp("", tempPrefix) // 0700
		if err != nil {
			return nil, fmt.Errorf("open control socket: %w", err)
		}
		target = filepath.Join(folder, socketName)
		s.link, s.folder = path, folder
	}
	if err := s.open(target); err != nil {
		return nil, errors.Join(fmt.Errorf("open control socket: %w", err), s.Close())
	}
	return s, nil
}

func (s *socket) open(target string) error {
	listener, err := net.Listen("unix", target)
	if err != nil {
		return err
	}
	s.Listener = listener
	// Until here the folder, 0700, keeps others out.
	if err := os.Chmod(target, 0o600); err != nil {
		return err
	}
	if s.link != "" {
		return os.Symlink(target, s.link)
	}
	return nil
}

// Close stops listening and takes the socket away. Only the first call does
// anything: later, another daemon's socket may be in its place.
func (s *socket) Close() error {
	s.closing.Do(func() { s.closed = s.remove() })
	return s.closed
}

func (s *socket) remove() error {
	var problems []error
	if s.Listener != nil {
		problems = append(problems, s.Listener.Close()) // removes the socket itself
	}
	for _, leftover := range []string{s.link, s.folder} {
		if leftover != "" {
			problems = append(problems, os.Remove(leftover))
		}
	}
	for i, err := range problems {
		if errors.Is(err, fs.ErrNotExist) {
			problems[i] = nil
		}
	}
	return errors.Join(problems...)
}

// removeStale takes away what a daemon that died left at path. Anything but a
// socket or a link is not ours and stays.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	switch info.Mode().Type() {
	case fs.ModeSocket:
	case fs.ModeSymlink:
		removeTarget(path)
	default:
		return fmt.Errorf("%s is in the way: it is no socket", path)
	}
	return os.Remove(path)
}

// removeTarget tidies up behind a stale link, but only in a folder this package
// may have made. What cannot be removed is no obstacle.
func removeTarget(link string) {
	target, err := os.Readlink(link)
	if err != nil {
		return
	}
	folder := filepath.Dir(target)
	if filepath.Base(target) != socketName || !strings.HasPrefix(filepath.Base(folder), tempPrefix) {
		return
	}
	_ = os.Remove(target)
	_ = os.Remove(folder)
}

// locate returns the path to dial for dataDir.
func locate(dataDir string) (string, error) {
	path := filepath.Join(dataDir, socketName)
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	if info.Mode().Type() == fs.ModeSymlink {
		return os.Readlink(path) // dialling the link would need its long path
	}
	return path, nil
}
