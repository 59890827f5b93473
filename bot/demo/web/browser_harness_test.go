package web_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browsers are the names Chromium goes by.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell", "chrome"}

// browser is the page in a real browser.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu      sync.Mutex
	trouble []string // console errors, and requests that leave this machine
}

// browse opens the demo's page in a browser. Without one the test is skipped,
// but not where CI=true.
func browse(t *testing.T, p *page) *browser {
	t.Helper()
	b := &browser{t: t}
	path := findBrowser(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("headless", "new"), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Getuid() == 0 { // Chromium's sandbox refuses root
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithListener(b.hears))
	t.Cleanup(cancel)
	b.ctx = ctx
	if err := chromedp.Do(ctx); err != nil { // the browser lives as long as the context of this first run
		t.Fatal(err)
	}
	b.screen(1280, 800, "light")
	b.do(chromedp.Navigate(p.url))
	b.sees("the page is filled", `document.querySelector('[data-testid="persona-label"]').textContent.includes("no model")`)
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, what := range b.trouble {
			t.Error(what)
		}
	})
	return b
}

func findBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing := "no browser is installed (looked for " + strings.Join(browsers, ", ") + "); on Debian: apt-get install chromium"
	if os.Getenv("CI") == "true" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// hears notes what must not happen.
func (b *browser) hears(event any) {
	what := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		what = "exception: " + e.ExceptionDetails.Text
		if thrown := e.ExceptionDetails.Exception; thrown != nil {
			what += " " + thrown.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			what = fmt.Sprintf("console.%s at %v", e.Type, e.Args)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			what = "the browser reports: " + e.Entry.Text + " " + e.Entry.URL
		}
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || u.Scheme != "data" && u.Hostname() != "127.0.0.1" {
			what = "a request leaves this machine: " + e.Request.URL
		}
	}
	if what != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.trouble = append(b.trouble, what)
	}
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// sees waits, looking after every change of the page, until the JavaScript
// condition holds.
func (b *browser) sees(what, condition string) {
	b.t.Helper()
	script := `new Promise((yes, no) => {
		const holds = () => { try { return !!(` + condition + `) } catch { return false } };
		const watch = new MutationObserver(() => holds() && end(yes));
		const late = setTimeout(() => end(no), ` + strconv.FormatInt(patience.Milliseconds(), 10) + `);
		const end = (how) => { watch.disconnect(); clearTimeout(late); how(how === yes ? true : "not in time") };
		watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
		if (holds()) end(yes);
	})`
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](script, chromedp.EvalAwaitPromise)); err != nil {
		b.t.Fatalf("wait until %s: %v\n%s", what, err, b.text(`document.body.innerText`))
	}
}

func (b *browser) text(expression string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return text
}

// newest is JavaScript for the last element with that test id that can be seen.
func newest(id string) string {
	return `[...document.querySelectorAll('[data-testid="` + id + `"]')].filter((e) => e.checkVisibility() && !e.disabled).at(-1)`
}

// clicks presses the newest element with that test id, once it is there.
func (b *browser) clicks(id string) {
	b.t.Helper()
	b.sees("there is "+id+" to press", newest(id))
	b.do(chromedp.Click(chromedp.JSPath(newest(id))))
}

// types writes into a field and sends it with the button beside it.
func (b *browser) types(name, text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.JSPath(newest(name+"-input")), text))
	b.clicks(name + "-send")
}

// sceneDone waits until scene n, which is running, is done: its button goes on.
func (b *browser) sceneDone(n int) {
	b.t.Helper()
	count := strconv.Itoa(n) + " of 5"
	b.sees("scene "+count+" is done", `document.body.innerText.includes("`+count+`") && `+newest("scene-start"))
}

// told waits for words among the steps.
func (b *browser) told(words string) {
	b.t.Helper()
	b.sees("the steps say "+words, `document.querySelector('[data-testid="steps"]').textContent.includes(`+strconv.Quote(words)+`)`)
}

// screen sets size and colours.
func (b *browser) screen(width, height int64, colours string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, height), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}},
		})
		return err
	}))
}
