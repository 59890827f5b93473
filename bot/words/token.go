package words

import "fmt"

// What the chain and the log say while Telegram refuses the token of a running
// program.
const (
	TokenWait     = "Telegram no longer accepts the bot's token. Get the current one from @BotFather (/mybots → your bot → API Token) and put it where telegram.token or telegram.token_file is set; I read it again by myself and everything goes on. Nothing stored is lost."
	TokenFixed    = "Telegram no longer accepts the bot's token, and it comes from an environment variable, which cannot change while I run. Get the current one from @BotFather (/mybots → your bot → API Token), put it there, and start me again. Nothing stored is lost."
	TokenBothDead = "Telegram accepts neither the bot's old token nor the one that stands in the configuration now. Get the current one from @BotFather (/mybots → your bot → API Token)."
)

// TokenUnreadable says why the token cannot be read again.
func TokenUnreadable(why string) string {
	return "Telegram no longer accepts the bot's token, and the configured one cannot be read again: " + why
}

// TokenOther says that the configuration holds the token of another bot.
func TokenOther(old string, oldID int64, got string, gotID int64) string {
	return fmt.Sprintf("Telegram no longer accepts the token of @%s (%d), and the configured one is of another bot, @%s (%d). It is not used: put the current token of @%s into the configuration.", old, oldID, got, gotID, old)
}

// Told to the creator once the bot is heard again.
const (
	TokenReplaced = "The bot's token was replaced; I go on with the new one. Everything is kept. What fans wrote meanwhile comes now, as far as Telegram has kept it (24 hours)."
	TokenBack     = "Telegram did not accept the bot's token for a while; now it does. Everything is kept. What fans wrote meanwhile comes now, as far as Telegram has kept it (24 hours)."
)
