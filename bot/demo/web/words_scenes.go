package web

// Titles, introductions, and what stands on the button that starts a scene.
const (
	titleFirst = "A first draft"
	titleEdit  = "In your own words"
	titleBurst = "A burst becomes one card"
	titleAgain = "Anna writes again while the card is open"
	titleAuto  = "An automatic reply, with Stop"
	titleEnd   = "That was the tour"

	introFirst = "You are Mila. Anna, a fan, writes to your own profile, and the secretary drafts an answer. Nothing goes out before you say so."
	introEdit  = "A draft need not be good. You can send words of your own instead."
	introBurst = "People write in pieces. The secretary waits until Anna has finished and asks you once."
	introAgain = "A card answers what it shows. If Anna writes more, it must not go out any more."
	introAuto  = "You can let sure replies go out by themselves, after a countdown that you can stop."

	annaWrites = "Anna writes"
	annaBursts = "Anna writes three times"
	autoStarts = "Switch to auto, Anna writes"
	finish     = "Finish"
)

func nextScene(title string) string { return "Next: " + title }

// What Anna writes.
const (
	askFirst = "hi mila! i have never touched clay. is first bowl too hard for me?"
	askEdit  = "how much are the prints and do you ship to the US?"
	askAgain = "where can I book the saturday workshop?"
	askMore  = "for two people please"
	askAuto  = "how is pingo?"
)

var askBurst = []string{"one more thing", "can I put your mugs in the dishwasher?", "and in the microwave?"}

// What to do now.
const (
	waitForCard  = "Anna has written. In a moment the secretary asks you, in your chat with the bot."
	waitForBurst = "Anna is writing in pieces. The secretary waits until she has finished."
	pressSend    = "Here is the card. Press Send under it: Anna gets exactly the words of the draft."
	pressEdit    = "Press Edit under the card, then write your own words as a reply to the bot's question."
	pressOnce    = "Three messages, one card. Press Send."
	writesAgain  = "The card is open, and Anna writes again…"
	pressNewer   = "The first card says that it is out of date and has lost its buttons. Press Send under the new one: it answers both messages."
	letGo        = "You send /mode auto to the bot, and Anna writes."
	pressStop    = "The card counts down. Press Stop before it ends, or let it go."
	notSure      = "The draft is not sure enough to go out by itself, so you are asked as always. Press Send, or write your own words."
	noDraftHere  = "The card has no draft; it says why. Answer in your own words: press Edit, or reply to the card."
)

// What happened.
const (
	doneFirst    = "Sent. Anna's phone shows it as written by you, and the card says when it went out."
	doneEdit     = "Sent as you wrote it, to the letter."
	sentUnedited = "You sent the draft as it was. That is fine, too."
	doneBurst    = "Three messages, one answer."
	doneAgain    = "One answer to both messages. The old card could not have sent anything any more: try its buttons, they are gone."
	doneStopped  = "Stopped. It is an ordinary card now: nothing goes out until you press Send. The mode is back at approve."
	doneAuto     = "Nobody pressed Stop, so it went out by itself, and the card says so. Before the first such reply Anna is told that an assistant helps. The mode is back at approve."
	doneUnsure   = "Sure drafts go out by themselves, others still ask. The mode is back at approve."
	doneByHand   = "You answered by hand in your profile. The secretary saw it and let its card go."
	doneSkipped  = "Skipped: Anna gets nothing. If she writes again, this is quoted on the next card."
	allSeen      = "Play on as you like: write as any fan, try the switches for bad days, restart the secretary."
)

// How lines of the secretary begin or what they hold; see package words of the
// bot. A test compares them.
const (
	sentAsWritten = "Sent as you wrote it"
	sentPlain     = "Sent"
	skippedPlain  = "Skipped "
	modeAutoOn    = "● Auto"
)
