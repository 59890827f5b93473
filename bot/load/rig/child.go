package rig

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime/pprof"
	"strings"

	"secretary/bot/command"
)

// The parts a child can play, in the variable LOAD_PART.
const (
	partVariable    = "LOAD_PART"
	profileVariable = "LOAD_PROFILE"

	partSecretary = "secretary" // the whole program
	partPoller    = "poller"    // a bare long-poll loop
)

// Child plays the part this process was started for. child is false if it was
// started by a person.
func Child(args []string) (code int, child bool) {
	part := os.Getenv(partVariable)
	if part == "" {
		return 0, false
	}
	stop, err := Profile(os.Getenv(profileVariable))
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		return 1, true
	}
	defer stop()
	if part == partPoller {
		return poller(args), true
	}
	return command.Run(args, "load", os.Stdin, os.Stdout, os.Stderr), true
}

// Profile writes this process's profiles until stop is called: path for the
// processor, path.heap for memory. An empty path: none.
func Profile(path string) (stop func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("make profile: %w", err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, errors.Join(fmt.Errorf("start profile: %w", err), file.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		if err := errors.Join(file.Close(), heap(path+".heap")); err != nil {
			fmt.Fprintln(os.Stderr, "load: write profile:", err)
		}
	}, nil
}

// heap writes what is in memory.
func heap(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(pprof.WriteHeapProfile(file), file.Close())
}

// poller is a bot that does nothing: it asks for updates, reads their ids, and
// asks for the next. It ends when it is killed.
func poller(args []string) int {
	for offset := int64(0); ; {
		body := fmt.Sprintf(`{"offset":%d,"limit":100,"timeout":50,"allowed_updates":["message","business_connection","business_message"]}`, offset)
		resp, err := http.Post(args[0]+"/getUpdates", "application/json", strings.NewReader(body))
		if err != nil {
			return 1 // the world has ended
		}
		raw, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close() // read to its end
		var answer struct {
			Result []struct {
				ID int64 `json:"update_id"`
			} `json:"result"`
		}
		if err == nil {
			err = json.Unmarshal(raw, &answer)
		}
		if err != nil {
			return 1
		}
		for _, u := range answer.Result {
			offset = u.ID + 1
		}
	}
}
