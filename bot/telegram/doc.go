// Package telegram is the thin typed layer between the secretary and the
// Telegram Bot API: business updates and types that telebot v3 does not know,
// calls with a context, errors that say what happened.
//
// It adds three promises to plain HTTP:
//
//   - The bot's token, which is part of every URL, is in no error. Network
//     errors are described anew, never wrapped.
//   - Every failed call says whether it surely had no effect (Error.Certain).
//     The Bot API has no idempotency key, so a message whose outcome is not
//     certain must not be sent again by itself.
//   - An answer is believed only if it is a whole JSON envelope of at most
//     16 MiB. A gateway's HTML page is an error whatever its status says.
//
// Field names, types and limits are those of Bot API 10.1
// (https://core.telegram.org/bots/api). Unknown fields are ignored: Telegram
// adds some every few weeks. All ids are int64, all dates Unix seconds.
package telegram
