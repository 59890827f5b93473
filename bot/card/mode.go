package card

import (
	"secretary/bot/telegram"
	"secretary/bot/words"
)

// ModeButtons are the modes not in force, a tap each.
func ModeButtons(mode string) *telegram.InlineKeyboardMarkup {
	var row []telegram.InlineKeyboardButton
	for _, m := range words.Modes {
		if m.Name != mode {
			row = append(row, Press(m.Label, ActMode, m.Name))
		}
	}
	return &telegram.InlineKeyboardMarkup{InlineKeyboard: [][]telegram.InlineKeyboardButton{row}}
}
