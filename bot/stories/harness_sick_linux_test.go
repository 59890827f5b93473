package stories_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// sick is a disk that refuses what the story wants it to: the kernel asks the
// story before each write and sync of the data file, and gives the program the
// error that it names. Needs Linux 5.9, no rights.
type sick struct {
	mu     sync.Mutex
	refuse func(sync bool) syscall.Errno // 0: it works
	over   sync.WaitGroup
}

// fails lets the disk refuse from now on; nil heals it.
func (d *sick) fails(refuse func(sync bool) syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refuse = refuse
}

// always is a disk that refuses everything in this way.
func always(why syscall.Errno) func(bool) syscall.Errno {
	return func(bool) syscall.Errno { return why }
}

// onSickDisk runs the daemon on a disk that can fail.
func (s *story) onSickDisk() *sick {
	s.t.Helper()
	return s.onDisk(nil, "run")
}

// onDisk runs a command on a disk that refuses this from the beginning.
func (s *story) onDisk(refuse func(sync bool) syscall.Errno, args ...string) *sick {
	s.t.Helper()
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	theirs := os.NewFile(uintptr(pair[1]), "listener")
	cmd := exec.Command(os.Args[0], append([]string{binary, "--config", s.path("config.yaml")}, args...)...)
	cmd.ExtraFiles = []*os.File{theirs}
	s.bin = s.launch(cmd, []string{sickVariable + "=1"})
	_ = theirs.Close() // the child has its own
	listener, err := receive(pair[0])
	_ = unix.Close(pair[0])
	if err != nil {
		s.t.Skipf("the kernel lets nobody play a failing disk: %v\n%s", err, s.bin.out.String())
	}
	d := &sick{refuse: refuse}
	d.over.Go(func() { d.answer(s.t, listener) })
	s.t.Cleanup(func() { // before the story's own end, which would wait for a program that waits for an answer
		d.fails(nil)
		if s.bin != nil {
			s.stop()
		}
		d.over.Wait()
	})
	return d
}

func receive(socket int) (int, error) {
	space := make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := unix.Recvmsg(socket, make([]byte, 1), space, 0)
	if err != nil {
		return 0, err
	}
	messages, err := unix.ParseSocketControlMessage(space[:n])
	if err != nil || len(messages) != 1 {
		return 0, errors.Join(err, errors.New("no listener came"))
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil {
		return 0, err
	}
	return fds[0], nil
}

// asked is struct seccomp_notif, ruling struct seccomp_notif_resp.
type asked struct {
	id         uint64
	pid, flags uint32
	nr         int32
	arch       uint32
	ip         uint64
	args       [6]uint64
}

type ruling struct {
	id    uint64
	val   int64
	errno int32
	flags uint32
}

const (
	ioctlReceive = 0xc0502100 // SECCOMP_IOCTL_NOTIF_RECV
	ioctlSend    = 0xc0182101 // SECCOMP_IOCTL_NOTIF_SEND
	letItPass    = 1          // SECCOMP_USER_NOTIF_FLAG_CONTINUE
)

// answer decides about the program's calls until it ends.
func (d *sick) answer(t *testing.T, listener int) {
	defer unix.Close(listener) //nolint:errcheck // nothing is written
	for {
		ready := []unix.PollFd{{Fd: int32(listener), Events: unix.POLLIN}}
		if _, err := unix.Poll(ready, -1); err == unix.EINTR {
			continue
		} else if err != nil || ready[0].Revents&unix.POLLIN == 0 {
			return // the program has ended
		}
		var q asked
		if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(listener), ioctlReceive, uintptr(unsafe.Pointer(&q))); errno != 0 {
			continue // the call was given up
		}
		v := ruling{id: q.id, flags: letItPass}
		if why := d.decide(q); why != 0 {
			v.errno, v.flags = -int32(why), 0
		}
		_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(listener), ioctlSend, uintptr(unsafe.Pointer(&v)))
		if errno != 0 && errno != unix.ENOENT {
			t.Errorf("answer the kernel: %v", errno)
		}
	}
}

func (d *sick) decide(q asked) syscall.Errno {
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", q.pid, q.args[0]))
	if err != nil || !strings.HasSuffix(strings.TrimSuffix(path, ".compact"), "/secretary.db") {
		return 0
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse == nil {
		return 0
	}
	return d.refuse(q.nr != unix.SYS_PWRITE64)
}

const sickVariable = "STORY_SICK_DISK"

// becomePatient is the other side: this process hands the right to judge its
// writes to the story and becomes the program.
func becomePatient() {
	if os.Getenv(sickVariable) == "" {
		return
	}
	runtime.LockOSThread()
	err := judged()
	if err == nil {
		environ := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, sickVariable) })
		err = syscall.Exec(os.Args[1], os.Args[1:], environ)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(3)
}

// judged installs the filter and sends its listener to the story.
func judged() error {
	load := func(offset uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
	}
	filter := []unix.SockFilter{load(0)} // the number of the call
	calls := []uint32{unix.SYS_PWRITE64, unix.SYS_FDATASYNC, unix.SYS_FSYNC, unix.SYS_FTRUNCATE}
	for i, nr := range calls {
		filter = append(filter, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jt: uint8(len(calls) - i), K: nr})
	}
	filter = append(filter,
		unix.SockFilter{Code: unix.BPF_RET, K: unix.SECCOMP_RET_ALLOW},
		unix.SockFilter{Code: unix.BPF_RET, K: unix.SECCOMP_RET_USER_NOTIF})
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("give up privileges: %w", err)
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	fd, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_NEW_LISTENER, uintptr(unsafe.Pointer(&program)))
	if errno != 0 {
		return fmt.Errorf("install filter: %w", errno)
	}
	if err := unix.Sendmsg(3, []byte{0}, unix.UnixRights(int(fd)), nil, 0); err != nil {
		return fmt.Errorf("send listener: %w", err)
	}
	return unix.Close(3)
}
