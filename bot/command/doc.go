// Package command is the command line: the tree of commands, and what each of
// them does with the parts of the program. One file holds one errand.
package command
