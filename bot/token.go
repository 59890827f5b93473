package bot

import (
	"context"

	"secretary/bot/telegram"
	"secretary/bot/words"
)

// tokenRefused looks for another token where the configuration has it, once
// Telegram refused the one in use. true: there is one of this very bot, and it
// is in use now. Else the trouble is noted, and the old one is tried on.
func (b *Bot) tokenRefused(ctx context.Context) bool {
	token, trouble := b.newToken(ctx)
	if ctx.Err() != nil {
		return false
	}
	if trouble == "" {
		b.api.Use(token)
		b.dead.Store(nil)
		b.log.Info("the bot's token was replaced; going on with the new one")
		b.tell("", words.TokenReplaced)
		b.deck.Ring()
		return true
	}
	if was := b.dead.Swap(&trouble); was == nil || *was != trouble {
		b.log.Error("Telegram no longer accepts the token; trying on slowly", "what", trouble)
	}
	return false
}

// newToken reads the token again and asks whose it is; trouble says in the
// creator's words why it cannot be used.
func (b *Bot) newToken(ctx context.Context) (token, trouble string) {
	if b.cfg.Token == nil {
		return "", words.TokenFixed
	}
	token, err := b.cfg.Token()
	if err != nil {
		return "", words.TokenUnreadable(err.Error())
	}
	if b.api.Uses(token) {
		return "", words.TokenWait
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	ours := b.me.Load()
	me, err := b.api.With(token).GetMe(call)
	if e, ok := telegram.AsError(err); ok && e.Unauthorized() {
		return "", words.TokenBothDead
	}
	switch {
	case err != nil:
		return "", words.Unreachable(err.Error())
	case me.ID != ours.ID:
		return "", words.TokenOther(ours.Username, ours.ID, me.Username, me.ID)
	}
	return token, ""
}

// tokenFine notes that Telegram accepts the token, which it may not have done
// for a while without another one having come.
func (b *Bot) tokenFine() {
	if b.dead.Swap(nil) != nil {
		b.log.Info("Telegram accepts the token again")
		b.tell("", words.TokenBack)
	}
}
