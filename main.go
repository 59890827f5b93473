// Command secretary drafts answers to the messages fans write to a creator's
// own Telegram profile, lets the creator approve them in a chat, and sends what
// was approved. See README.md.
package main

import (
	"os"

	"secretary/bot/command"
)

// version is set by the linker for releases (-X main.version=v1.2.3).
var version = "dev"

func main() { os.Exit(command.Run(os.Args[1:], version, os.Stdin, os.Stdout, os.Stderr)) }
