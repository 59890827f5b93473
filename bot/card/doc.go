// Package card draws the approval card: what the creator sees of a draft.
//
// Drawing is pure: the same draft, fan, messages and clock give the same text
// and buttons. Three promises are kept here and tested as properties:
//
//   - what is sent is what was shown: the draft stands on the card in full or
//     it is not offered (Fits);
//   - a fan's name and words are data: whatever they hold, the HTML is whole;
//   - a message never exceeds Telegram's 4,096 UTF-16 units. Only quoted
//     messages are cut, oldest first; the newest stays complete, if need be in
//     messages of its own above the card.
package card
