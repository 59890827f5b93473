package web

import "syscall"

// dieWithParent lets the system end the child when this process ends without
// having a chance to (a kill -9): "leaves no process behind" holds even then.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} }
