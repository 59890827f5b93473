package web_test

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
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

//go:embed testdata/axe.min.js
var axe string

// violation is what axe-core finds; impact is minor, moderate, serious or
// critical.
type violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

func TestThePageIsAccessibleInLightAndDarkWideAndNarrow(t *testing.T) {
	t.Parallel()
	p := show(t)
	b := browse(t, p)
	b.clicks("scene-start")
	b.clicks("card-button-Send")
	b.sceneDone(1)
	b.clicks("scene-start") // one card that has ended, one that is open
	b.sees("a card is open", newest("card-button-Edit"))
	for _, colours := range []string{"light", "dark"} {
		b.screen(1280, 800, colours)
		b.look("1280x800-" + colours)
		b.screen(390, 844, colours)
		for _, pane := range []string{"fan", "creator", "happened"} {
			b.do(chromedp.Click(chromedp.CSS(`.bottom button[data-to="` + pane + `"]`)))
			b.sees("the pane is chosen", `document.querySelector("#pane-`+pane+`").checkVisibility()`)
			b.look("390x844-" + colours + "-" + pane)
		}
	}
}

// look checks what is on the screen, and keeps a picture of it in the folder
// SECRETARY_SHOTS.
func (b *browser) look(name string) {
	b.t.Helper()
	b.text(`document.fonts.ready.then(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => 0)))).then(() => "")`)
	found := b.text(axe + `; axe.run(document, { resultTypes: ["violations"] }).then((r) => JSON.stringify(r.violations))`)
	var violations []violation
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range violations {
		if v.Impact != "serious" && v.Impact != "critical" {
			continue
		}
		for _, n := range v.Nodes {
			b.t.Errorf("%s: %s (%s): %s\n%s\n%s", name, v.Help, v.Impact, v.ID, n.HTML, n.Summary)
		}
	}
	if wide := b.text(`String(document.documentElement.scrollWidth - innerWidth)`); wide != "0" && !strings.HasPrefix(wide, "-") {
		b.t.Errorf("%s: the page is %s px too wide", name, wide)
	}
	if dir := os.Getenv("SECRETARY_SHOTS"); dir != "" {
		picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o600)
		}
		if err != nil {
			b.t.Fatal(err)
		}
	}
}
