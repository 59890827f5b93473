package demo

import (
	"fmt"

	"secretary/bot/words"
)

// scenes are the five stories of the play. The fan asks what the example
// persona can answer, so that the embedded drafter has something to say.
var scenes = []scene{
	{title: "A first draft", fan: []string{"hi mila! i have never touched clay. is first bowl too hard for me?"}},
	{title: "In your own words", fan: []string{"how much are the prints and do you ship to the US?"},
		own: "A4 is 25 EUR, A3 is 40 EUR, and 12 EUR to the US. Which motif do you like?"},
	{title: "A burst becomes one card", fan: []string{"one more thing", "can I put your mugs in the dishwasher?", "and in the microwave?"}},
	{title: "The fan writes again while the card is open", fan: []string{"where can I book the saturday workshop?"}, more: "for two people please"},
	{title: "An automatic reply, with a countdown", fan: []string{"how is pingo?"}, auto: true},
}

// What the creator's chat says, told by package words.
const (
	sentLine = "Sent"   // how the last line of a card begins whose reply went out
	autoOn   = "● Auto" // in the answer to /mode
)

// Notes between the pictures.
const (
	welcome   = "The whole secretary, on this machine: the real bot, data file and drafter. Only Telegram is played, by a local server.\nMila makes ceramics; Anna writes to her. You see Mila's chat with the bot, and Anna's phone."
	meanwhile = "While the card is open, Anna writes again."
	goOn      = "Any key: the next scene. q: quit."
	noSuchKey = "Press a key that stands on a button, or q to quit."
	ownWords  = "Your reply (empty: rather not): "
	goodbye   = "Goodbye. Everything of this demo is gone again: it was kept in a temporary folder."
	theEnd    = "That was all of it: nothing went out that was not shown before.\nYour own: secretary init, then secretary run. The data of this demo is gone."
)

// Heads of the two phones.
const (
	phoneHead = "Anna's phone: her chat with Mila"
	cardHead  = "Mila's phone: her chat with the bot"
	botName   = "The bot"
	cardNow   = "The card now says: "
)

func sceneHead(n, of int, title string) string { return fmt.Sprintf("%d/%d  %s", n, of, title) }
func pressedButton(button string) string       { return "Mila presses " + button + "." }
func botAnswers(text string) string            { return "The bot: " + text }

// slowModel and badModel say why a model that is there does not draft.
func slowModel(model string) string { return model + " is there, but too slow for the unattended play" }

func badModel(model, detail string) string {
	return model + " is there, but brings no draft: " + detail
}

// embeddedDrafts labels the embedded drafter; it is no model and does not look
// like one.
func embeddedDrafts(why string) string {
	return "Drafts: by the embedded drafter. It is no model: it quotes the example persona file (" + why + ")."
}

// modelDrafts labels a model.
func modelDrafts(model, version string) string {
	return "Drafts: by the model " + model + " (Ollama " + version + ")."
}

// clock is how the phones show the time.
var clock = words.Clock
