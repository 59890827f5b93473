package setup

import (
	"fmt"
	"strings"

	"secretary/bot/card"
	"secretary/bot/words"
)

// Questions, in the order they come.
const (
	hello           = "This asks for what the secretary needs, tries each answer at once, and writes the configuration.\nEnter takes the answer in brackets. Ctrl-C leaves everything as it is."
	tokenQuestion   = "\nThe bot's token (from @BotFather: /mybots → your bot → API Token)"
	hidden          = "; it is not shown as you type."
	secretPrompt    = "Token"
	untriedQuestion = "Use this token without having tried it?"
	ollamaQuestion  = "\nAddress of the Ollama server"
	modelQuestion   = "\nThe model that drafts"
	laterQuestion   = "Go on and see to it later?"
	nameQuestion    = "\nYour name, as the model should know it"
	personaQuestion = "\nThere is no persona.md yet. Write an example with your name in it?"
	yesOrNo         = "Please answer y or n."
	emptyAnswer     = "must not be empty"
)

// The ends of a talk that wrote nothing.
const (
	inputEnded = "the input ended before everything was answered; nothing was written"
	callOff    = "interrupted; nothing was written"
)

// What Telegram says about a token.
const (
	askingTelegram = "Asking Telegram…"
	tokenRefused   = "Telegram does not accept this token. Copy the current one from @BotFather and try again."
)

func botFound(username, name string) string {
	return fmt.Sprintf("✓ This is @%s (%s).", username, card.Name(name, username))
}

func modeOff(username string) string {
	return "✗ Secretary Mode is off for this bot, so no fan's message would arrive.\n  " + words.ModeFix(username) + "\n  You can do that now or later; `secretary check` tells whether it is on."
}

func notTried(err error) string {
	return fmt.Sprintf("? Telegram cannot be asked: %v.", err)
}

// What Ollama says about itself and a model.
func ollamaUp(version string) string { return "✓ Ollama " + version + " answers." }

func ollamaDown(detail string) string {
	return "✗ " + sentence(detail) + "\n  " + words.ModelDownFix
}

func modelThere(model string) string    { return "✓ " + model + " is there." }
func modelRefused(detail string) string { return "✗ " + sentence(detail) }
func pullLater(model string) string {
	return "  If it is not there yet, on the server: ollama pull " + model
}

// modelMissing ends with the command to type, where there is one: no full stop.
func modelMissing(detail string) string { return "✗ " + detail }

// sentence ends a text with a full stop, unless it ends by itself.
func sentence(s string) string {
	if strings.HasSuffix(s, "?") || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// questionLine is a question as it is printed.
func questionLine(question, standard string) string {
	if standard != "" {
		question += " [" + standard + "]"
	}
	return question + ": "
}

func notAllowed(why error) string { return "✗ This " + why.Error() + "." }

func replaceQuestion(path string) string {
	return path + " is there already. Replace it, and lose every setting in it?"
}

func kept(path string) string { return "Nothing was changed: " + path + " stays as it is." }

// appeared refuses to overwrite a file that came while the questions were asked.
func appeared(path string) string {
	return path + " has appeared meanwhile; nothing was written"
}

func personaThere(path string) string {
	return "\nThe persona file is there: " + path + " stays as it is."
}

// written says what is there now and what comes next.
func written(path string, persona, usual bool) string {
	s := "\n✓ Written: " + path + " (readable for you only; it holds the token)"
	if persona {
		s += "\n✓ Written: persona.md beside it. It is the example of a potter in Lisbon: put your own voice, facts and\n  boundaries into it before the first fan reads them,\n  then let “secretary persona check” read it."
	}
	command := "secretary"
	if !usual {
		command += " --config " + path
	}
	return s + "\nNext: " + command + " check, then " + command + " run. Every other setting is explained in config.example.yaml."
}

// Comments of the written file.
const (
	fileHead = "# Written by `secretary init`. Only what differs from the defaults stands here;\n" +
		"# every key is explained in config.example.yaml. This file holds the bot's\n" +
		"# token: keep it readable for yourself only.\n"
	tokenComment    = "The bot's token from @BotFather. Whoever has it controls the bot."
	usernameComment = "The bot behind the token. With the token of another one, nothing starts."
	apiComment      = "The Bot API server."
	ollamaComment   = "The Ollama server that runs the model."
	modelComment    = "The model that writes the drafts."
	nameComment     = "Your name, as the model knows it."
)
