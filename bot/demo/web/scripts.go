package web

import (
	"secretary/bot/sandbox"
	"secretary/bot/words"
)

// scripts are the five scenes. Anna asks what the example persona can answer,
// so that the embedded drafter has something to say.
func scripts() []script {
	return []script{
		{titleFirst, introFirst, annaWrites, playFirst},
		{titleEdit, introEdit, annaWrites, playEdit},
		{titleBurst, introBurst, annaBursts, playBurst},
		{titleAgain, introAgain, annaWrites, playAgain},
		{titleAuto, introAuto, autoStarts, playAuto},
	}
}

func playFirst(a *act) (string, error) {
	a.say(waitForCard)
	a.writes(askFirst)
	if _, err := a.card(askFirst); err != nil {
		return "", err
	}
	o, err := a.end(pressSend)
	return ended(o, doneFirst), err
}

func playEdit(a *act) (string, error) {
	a.say(waitForCard)
	a.writes(askEdit)
	if _, err := a.card(askEdit); err != nil {
		return "", err
	}
	o, err := a.end(pressEdit)
	if o == sent {
		return sentUnedited, err
	}
	return ended(o, doneEdit), err
}

func playBurst(a *act) (string, error) {
	a.say(waitForBurst)
	a.writes(askBurst...)
	if _, err := a.card(askBurst...); err != nil {
		return "", err
	}
	o, err := a.end(pressOnce)
	return ended(o, doneBurst), err
}

// playAgain lets Anna be faster than the newcomer.
func playAgain(a *act) (string, error) {
	a.say(waitForCard)
	a.writes(askAgain)
	old, err := a.card(askAgain)
	if err != nil {
		return "", err
	}
	a.say(writesAgain)
	a.writes(askMore)
	err = a.until("the first card is void", func() bool {
		m, ok := a.find(func(m sandbox.Message) bool { return m.ID == old.ID })
		return !ok || !pressable(m)
	})
	if err != nil {
		return "", err
	}
	if _, err := a.card(askAgain, askMore); err != nil {
		return "", err
	}
	o, err := a.end(pressNewer)
	return ended(o, doneAgain), err
}

// playAuto lets sure replies go out by themselves, and takes that back at the
// end of the scene, however it ends.
func playAuto(a *act) (string, error) {
	a.say(letGo)
	a.w.creator.Sends("/mode auto")
	defer func() {
		if a.w.alive.Err() == nil {
			a.w.creator.Sends("/mode approve")
		}
	}()
	err := a.until("the bot confirms the mode", func() bool {
		_, ok := a.find(func(m sandbox.Message) bool { return holdsAll(m.Text, []string{modeAutoOn}) })
		return ok
	})
	if err != nil {
		return "", err
	}
	a.writes(askAuto)
	card, err := a.card(askAuto)
	if err != nil {
		return "", err
	}
	if !hasButton(card, words.Stop) {
		o, err := a.end(notSure)
		return ended(o, doneUnsure), err
	}
	a.say(pressStop)
	stopped := false
	err = a.until("the countdown is over", func() bool {
		m, ok := a.find(func(m sandbox.Message) bool { return m.ID == card.ID })
		stopped = ok && hasButton(m, words.Send) && !hasButton(m, words.Stop)
		return stopped || ok && a.arrived(m)
	})
	if stopped {
		return doneStopped, err
	}
	return doneAuto, err
}

// ended says what happened; asPlanned is for the way the scene was meant.
func ended(o outcome, asPlanned string) string {
	switch o {
	case byHand:
		return doneByHand
	case skipped:
		return doneSkipped
	}
	return asPlanned
}
