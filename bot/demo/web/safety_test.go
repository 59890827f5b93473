package web_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secretary/bot/demo/web"
)

func TestOnlyThePageItselfIsAnswered(t *testing.T) {
	t.Parallel()
	p := show(t)
	host := strings.TrimSuffix(strings.TrimPrefix(p.url, "http://"), "/")
	port := host[strings.LastIndex(host, ":"):]
	for name, c := range map[string]struct {
		method, path, host, kind, body string
		header                         [2]string
		want                           int
	}{
		"the page":              {path: "", want: 200},
		"by its name":           {path: "api/state", host: "localhost" + port, want: 200},
		"same origin":           {path: "api/state", header: [2]string{"Origin", "http://" + host}, want: 200},
		"a verb":                {method: "POST", path: "api/do", kind: "application/json; charset=utf-8", body: `{"do":"sceneSkip"}`, want: 200},
		"a name that points us": {path: "api/state", host: "evil.example" + port, want: 403},
		"no port":               {path: "api/state", host: "127.0.0.1.evil.example", want: 403},
		"another origin":        {method: "POST", path: "api/do", kind: "application/json", body: `{"do":"restart"}`, header: [2]string{"Origin", "http://evil.example"}, want: 403},
		"another port":          {path: "api/state", header: [2]string{"Origin", "http://127.0.0.1:1"}, want: 403},
		"no origin":             {path: "api/state", header: [2]string{"Origin", "null"}, want: 403},
		"another site":          {path: "api/events", header: [2]string{"Sec-Fetch-Site", "cross-site"}, want: 403},
		"a neighbour":           {path: "api/state", header: [2]string{"Sec-Fetch-Site", "same-site"}, want: 403},
		"a link to the page":    {path: "", header: [2]string{"Sec-Fetch-Site", "cross-site"}, want: 200},
		"a form":                {method: "POST", path: "api/do", kind: "text/plain", body: `{"do":"restart"}`, want: 415},
		"too much":              {method: "POST", path: "api/do", kind: "application/json", body: `{"text":"` + strings.Repeat("a", 70000) + `"}`, want: 413},
		"a verb by GET":         {path: "api/do", want: 404},
		"nothing there":         {path: "api/nothing", want: 404},
	} {
		request, err := http.NewRequest(c.method, p.url+c.path, bytes.NewReader([]byte(c.body)))
		if err != nil {
			t.Fatal(err)
		}
		request.Host = c.host
		if c.kind != "" {
			request.Header.Set("Content-Type", c.kind)
		}
		if c.header[0] != "" {
			request.Header.Set(c.header[0], c.header[1])
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", name, answer.StatusCode, c.want)
		}
		if csp := answer.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'self';") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", name, csp)
		}
	}
}

func TestMarkupOfTheBotReachesThePageCleaned(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a &lt;b&gt; &amp; c":                          "a &lt;b&gt; &amp; c",
		"<b>bold</b>\n<i>it</i>":                       "<b>bold</b><br><i>it</i>",
		"<strong>x</strong><tg-spoiler>y</tg-spoiler>": "<b>x</b>y",
		"<blockquote expandable>q\nr</blockquote>":     "<blockquote>q<br>r</blockquote>",
		"<pre>a\nb</pre>":                              "<pre>a\nb</pre>",
		`<a href="https://t.me/x?a=1&amp;b=2">l</a>`:   `<a href="https://t.me/x?a=1&amp;b=2">l</a>`,
		`<a href="javascript:alert(1)">l</a>`:          "l",
		`<a href="https://x" onclick="y">l</a>`:        `<a href="https://x">l</a>`,
		`<a href="data:text/html,x">l</a>`:             "l",
		`<script>alert(1)</script>`:                    "alert(1)",
		`<img src=x onerror=alert(1)>`:                 "",
		"<b><i>cross</b></i>":                          "<b><i>cross</i></b>",
		"<b>open":                                      "<b>open</b>",
		"1 < 2":                                        "1 &lt; 2",
		"</b>x":                                        "x",
		`<b onclick="x">y</b>`:                         "<b>y</b>",
	} {
		if got := web.SafeHTML(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

// The steps hang on words of the log: whoever changes those must hear of it.
func TestEveryLogLineThePageTellsIsWrittenByTheProgram(t *testing.T) {
	t.Parallel()
	var source strings.Builder
	err := filepath.WalkDir("../../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.Contains(path, "demo") {
			return err
		}
		data, err := os.ReadFile(path)
		source.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range web.LogLines() {
		quoted, _ := json.Marshal(line)
		if !strings.Contains(source.String(), "("+string(quoted)) {
			t.Errorf("nothing logs %s", quoted)
		}
	}
}
