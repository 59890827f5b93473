//go:build !linux

package web

import "syscall"

// dieWithParent: only Linux can tie a child to its parent's life.
func dieWithParent() *syscall.SysProcAttr { return nil }
