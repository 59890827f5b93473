package words

import "fmt"

// Sentences that end a start. They are printed on the terminal.
const TokenRefused = "Telegram does not accept the token. Get the current one from @BotFather (/mybots → your bot → API Token) and put it into telegram.token or telegram.token_file."

// WrongUsername says that the token belongs to another bot than configured.
func WrongUsername(want, got string) string {
	return fmt.Sprintf("the token belongs to @%s, but telegram.username says @%s. Put the token of @%s into the configuration, or correct the name.", got, want, want)
}

// OtherBot says that the data directory belongs to another bot; both are named.
func OtherBot(oldName string, oldID int64, newName string, newID int64) string {
	return fmt.Sprintf("this data directory belongs to @%s (%d), but the token is of @%s (%d). Use the token of @%s, or another data_dir, or move the data on purpose with: secretary run --adopt", oldName, oldID, newName, newID, oldName)
}
