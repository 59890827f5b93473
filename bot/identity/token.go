package identity

import (
	"context"

	"secretary/bot/desk"
	"secretary/bot/telegram"
	"secretary/bot/words"
)

// Refused looks for another token where the configuration has it, once
// Telegram refused the one in use. true: there is one of this very bot, and it
// is in use now. Else the trouble is noted, and the old one is tried on.
func (i *Identity) Refused(ctx context.Context) bool {
	token, trouble := i.newToken(ctx)
	if ctx.Err() != nil {
		return false
	}
	if trouble == "" {
		i.API.Use(token)
		i.dead.Store(nil)
		i.Log.Info("the bot's token was replaced; going on with the new one")
		i.Notices.Tell("", words.TokenReplaced)
		i.Cards.Ring()
		return true
	}
	if was := i.dead.Swap(&trouble); was == nil || *was != trouble {
		i.Log.Error("Telegram no longer accepts the token; trying on slowly", "what", trouble)
	}
	return false
}

// newToken reads the token again and asks whose it is; trouble says in the
// creator's words why it cannot be used.
func (i *Identity) newToken(ctx context.Context) (token, trouble string) {
	if i.Token == nil {
		return "", words.TokenFixed
	}
	token, err := i.Token()
	if err != nil {
		return "", words.TokenUnreadable(err.Error())
	}
	if i.API.Uses(token) {
		return "", words.TokenWait
	}
	call, cancel := context.WithTimeout(ctx, desk.CallTimeout)
	defer cancel()
	ours := i.me.Load()
	me, err := i.API.With(token).GetMe(call)
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

// Fine notes that Telegram accepts the token, which it may not have done
// for a while without another one having come.
func (i *Identity) Fine() {
	if i.dead.Swap(nil) != nil {
		i.Log.Info("Telegram accepts the token again")
		i.Notices.Tell("", words.TokenBack)
	}
}
