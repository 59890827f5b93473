package rig

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Memory is what a process takes, in MiB, as the system tells it
// (proc_pid_status(5)).
type Memory struct {
	Resident  float64
	Anonymous float64 // ... of its own
	File      float64 // ... of files: code, and pages of the data file
	Peak      float64 // the most there was resident so far
}

// Memory takes the memory of the child now.
func (p *Process) Memory() (m Memory, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.PID()))
	if err != nil {
		return m, fmt.Errorf("read memory: %w", err)
	}
	for name, into := range map[string]*float64{"VmRSS:": &m.Resident, "RssAnon:": &m.Anonymous, "RssFile:": &m.File, "VmHWM:": &m.Peak} {
		_, after, ok := strings.Cut(string(text), name)
		kibi, err := strconv.ParseFloat(strings.Fields(after + " -")[0], 64)
		if !ok || err != nil {
			return m, fmt.Errorf("read memory: no %s", name)
		}
		*into = kibi / 1024
	}
	return m, nil
}
