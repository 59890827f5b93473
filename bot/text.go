package bot

import "secretary/bot/card"

// escapeName is a person's name, fit for one line of HTML.
func escapeName(name string) string { return card.Escape(card.Name(name, "there")) }
