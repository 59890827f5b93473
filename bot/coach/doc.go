// Package coach helps a creator with her persona before any fan sees it: Check
// reads the file, Try talks with it in a terminal, Replay drafts answers to real
// messages anew and sets them beside what was sent. It sends nothing anywhere
// but to the drafter, and changes no data.
package coach
