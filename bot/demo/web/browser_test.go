package web_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"secretary/bot/demo/web"
)

func TestANewcomerClicksThroughAllScenes(t *testing.T) {
	t.Parallel()
	p := show(t)
	b := browse(t, p)

	b.clicks("scene-start")
	b.clicks("card-button-Send")
	b.sceneDone(1)

	b.clicks("scene-start")
	b.clicks("card-button-Edit")
	b.sees("the page offers to reply", `document.activeElement === `+newest("bot-input"))
	b.types("bot", "Which motif do you like?")
	b.sceneDone(2)
	b.sees("Anna reads it", `document.querySelector("#fan-log").textContent.includes("Which motif do you like?")`)

	b.clicks("scene-start")
	b.clicks("card-button-Send")
	b.sceneDone(3)

	b.clicks("scene-start")
	b.sees("the first card is out of date", `document.querySelector("#bot-log").textContent.includes("Out of date: Anna wrote again")`)
	b.sees("the second one shows both messages", newest("card")+`.textContent.includes("for two people please")`)
	b.clicks("card-button-Send")
	b.sceneDone(4)

	b.clicks("scene-start")
	b.clicks("card-button-Stop")
	b.sceneDone(5)
	b.sees("the reply was not sent", `!document.querySelector("#fan-log").textContent.includes("kiln shelf since breakfast")`)
	p.look()
	if got := replies(p.state, p.anna()); len(got) != 4 {
		t.Errorf("Anna got %q", got)
	}
}

func TestBadDaysAreAClickAway(t *testing.T) {
	t.Parallel()
	p := show(t)
	b := browse(t, p)
	b.clicks("switch-flood")
	b.sees("the switch is on", newest("switch-flood")+`.getAttribute("aria-checked") === "true"`)
	b.types("fan", question)
	b.clicks("card-button-Send")
	b.told("Telegram answered 429")
	b.clicks("restart") // while the reply waits
	b.told("Killed, as by a power cut")
	b.told("Sent. Telegram has confirmed it.")
	b.sees("Anna has the reply", `document.querySelector("#fan-log").textContent.includes("dishwasher and microwave are both fine")`)
	p.gets(1)
	b.clicks("switch-modelAway")
	b.types("fan", "how is pingo?")
	b.sees("the card says why it has no draft", newest("card")+`.textContent.includes("persona file")`)
	b.clicks("switch-modelAway")
	b.clicks("card-button-Send")
	p.gets(2)
}

func TestEverySceneCanBeSkippedOnThePage(t *testing.T) {
	t.Parallel()
	b := browse(t, show(t))
	for n := range 5 {
		b.sees("the scene is offered", fmt.Sprintf(`document.body.innerText.includes("%d of 5")`, n+1))
		b.clicks("scene-skip")
	}
	b.sees("the tour is over", `document.body.innerText.includes("That was the tour")`)
}

func TestThePhonesDoWhatPhonesDo(t *testing.T) {
	t.Parallel()
	p := show(t)
	b := browse(t, p)
	b.clicks("fan-input")
	b.do(chromedp.KeyEvent("helo\r")) // Enter sends
	b.sees("the fan's message is there", `document.querySelector("#fan-log").textContent.includes("helo")`)
	b.clicks("card-button-Edit")
	b.sees("the page offers to reply", `document.activeElement === `+newest("bot-input"))
	b.do(chromedp.Click(chromedp.CSS("#tab-chats")))
	b.sees("the creator's own chats are there", `document.querySelector("#panel-chats").innerText.includes("Anna")`)
	b.do(chromedp.Click(chromedp.CSS("#fan-add")))
	b.do(chromedp.SendKeys(chromedp.CSS("#add-name"), "Zoë"), chromedp.Click(chromedp.CSS("#add-fan-form button[type=submit]")))
	b.sees("the new fan's phone is shown", newest("fan-select")+`.selectedOptions[0].textContent.includes("Zoë")`)
	b.types("fan", "hello from me")
	p.until("the new fan has written", func(s web.State) bool { return len(s.Fans) == 3 && s.Fans[2].Unread == 1 })
}
