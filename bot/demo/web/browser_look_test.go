package web_test

import (
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

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
		b.do(chromedp.Click(chromedp.CSS("#tab-chats")))
		b.look("1280x800-" + colours + "-chats")
		b.do(chromedp.Click(chromedp.CSS("#tab-bot")), chromedp.Click(chromedp.CSS("#fan-add")))
		b.look("1280x800-" + colours + "-add")
		b.do(chromedp.Click(chromedp.CSS("#add-cancel")))
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
