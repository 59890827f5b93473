// Package sandbox is a local Telegram Bot API server with people in it.
//
// It serves one bot over HTTP on a loopback address, the way
// https://api.telegram.org does, and gives a test or a demo verbs for the
// people around that bot: a fan writes to a profile, the creator taps a
// button, somebody disconnects the bot. Tests point the real program at
// [Server.URL] with [Server.Token]; the demo shows the same people on a page.
//
//	s := sandbox.New(sandbox.Options{})
//	defer s.Close()
//	mila, alex := s.Person("Mila"), s.Person("Alex")
//	mila.Start("")
//	mila.Connect()
//	alex.Writes(mila, "hey")
//
// Behaviour follows the source of the real Bot API server where it is known:
// update queue and acknowledgement, conflicts, error texts and codes, the order
// of checks. Telegram's own closed server is known only from documents and
// other people's records; what nobody proved can be switched in [Options].
// Methods, parameters and nested fields are checked against a trimmed copy of
// the public Bot API description (see spec/): whatever it does not know is
// answered as Telegram would and recorded in [Server.Violations].
//
// Inferred, because no source names them: the order of the last checks of a
// business call, MESSAGE_AUTHOR_REQUIRED and MESSAGE_EDIT_TIME_EXPIRED for
// edits, MSG_ID_INVALID for a read mark outside the chat, that a replaced
// connection id keeps answering getBusinessConnection with its old settings,
// and that a callback query can be answered as long as it is queued (150 s).
//
// Played: getMe, getUpdates, getWebhookInfo, setWebhook, deleteWebhook,
// sendMessage, editMessageText, deleteMessage, answerCallbackQuery,
// sendChatAction, getBusinessConnection, readBusinessMessage,
// deleteBusinessMessages, setMyCommands, getMyCommands, deleteMyCommands,
// getChat, and getFile, which finds no file. Texts are plain, HTML, or come
// with entities; Markdown is not played.
//
// The package imports nothing else of this project: it is an independent
// witness. All verbs are safe for concurrent use. Facts about time (dates,
// lives, windows) come from [Options].Now; waiting (long polls, taps, delays)
// runs on the wall clock.
package sandbox
