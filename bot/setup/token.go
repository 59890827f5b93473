package setup

import (
	"context"
	"time"

	"secretary/bot/telegram"
)

// telegramTime is how long Telegram has to answer about a token.
const telegramTime = 20 * time.Second

// askToken asks for the bot's token until Telegram takes one, or until the
// creator insists on one that cannot be tried now.
func askToken(ctx context.Context, t *talk, a *answers) error {
	for {
		token, err := t.secret(ctx, tokenQuestion)
		if err != nil {
			return err
		}
		if err := cleared("telegram.token", token); err != nil {
			t.say(notAllowed(err))
			continue
		}
		sure, err := tryToken(ctx, t, a, token)
		if err != nil {
			return err
		}
		if sure {
			a.token = token
			return nil
		}
	}
}

// tryToken asks Telegram whose token it is, and says what it finds. The answer
// is whether to go on with this token.
func tryToken(ctx context.Context, t *talk, a *answers, token string) (bool, error) {
	t.say(askingTelegram)
	api := telegram.New(a.apiURL, token)
	defer api.Close()
	call, cancel := context.WithTimeout(ctx, telegramTime)
	defer cancel()
	me, err := api.GetMe(call)
	if err == nil {
		a.username = me.Username
		t.say(botFound(me.Username, me.FirstName))
		if !me.CanConnectToBusiness {
			t.say(modeOff(me.Username))
		}
		return true, nil
	}
	if err := interrupted(ctx); err != nil {
		return false, err
	}
	if e, ok := telegram.AsError(err); ok && e.Unauthorized() {
		t.say(tokenRefused)
		return false, nil
	}
	t.say(notTried(err))
	return t.yes(ctx, untriedQuestion, false)
}
