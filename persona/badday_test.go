package persona_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"secretary/persona"
)

// hijack closes the connection of a request in the middle of its stream.
func hijack(chunks ...chunk) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		stream(w, chunks)
		panic(http.ErrAbortHandler)
	}
}

func repeat(c chunk, n int) (out []chunk) {
	for range n {
		out = append(out, c)
	}
	return out
}

func body(status int, text string) *ollama { return &ollama{Status: status, Body: text} }

func TestBadAnswersGiveNoDraftButAKind(t *testing.T) {
	hello := said("hello", -0.1)
	for name, day := range map[string]struct {
		server *ollama
		kind   persona.Kind
		detail string
	}{
		"stream without done":      {&ollama{Chunks: []chunk{hello}}, persona.KindCut, "cut off"},
		"connection broken":        {&ollama{Answer: hijack(hello)}, persona.KindCut, ""},
		"nothing at all":           {&ollama{Chunks: []chunk{}}, persona.KindCut, ""},
		"31 repeats, no done":      {&ollama{Chunks: repeat(said(" ha", -0.1), 31)}, persona.KindAbsurd, "repeated itself"},
		"repeats with done":        {&ollama{Chunks: append(repeat(said("no ", -0.1), 20), done("stop"))}, persona.KindAbsurd, "repeats"},
		"end of num_predict":       {&ollama{Chunks: []chunk{hello, done("length")}}, persona.KindCut, "end"},
		"an unknown end":           {&ollama{Chunks: []chunk{hello, done("")}}, persona.KindCut, ""},
		"empty answer":             {&ollama{Chunks: []chunk{done("stop")}}, persona.KindEmpty, "nothing"},
		"blank answer":             {&ollama{Chunks: []chunk{said(" \n\u200b", -0.1), done("stop")}}, persona.KindEmpty, "nothing"},
		"only thoughts":            {&ollama{Chunks: []chunk{said("<think>hm", -0.1), done("stop")}}, persona.KindEmpty, "thought"},
		"only parsed thoughts":     {&ollama{Chunks: []chunk{{"message": chunk{"thinking": "hm"}}, done("stop")}}, persona.KindEmpty, "thought"},
		"broken characters":        {&ollama{Chunks: []chunk{said("\uFFFD\uFFFD ab", -0.1), done("stop")}}, persona.KindAbsurd, "no text"},
		"only signs":               {&ollama{Chunks: []chunk{said("%%%$$$###", -0.1), done("stop")}}, persona.KindAbsurd, "no text"},
		"JSON instead of words":    {&ollama{Chunks: []chunk{said(`{"reply":"hi"}`, -0.1), done("stop")}}, persona.KindAbsurd, "computer"},
		"an error in the stream":   {&ollama{Chunks: []chunk{hello, {"error": "an unknown error was encountered"}}}, persona.KindServer, "unknown error"},
		"a remote model answering": {&ollama{Chunks: []chunk{hello, remote(done("stop"))}}, persona.KindRemote, "somebody else"},
		"404 for the model":        {body(404, `{"error":"model 'm' not found"}`), persona.KindNoModel, "ollama pull m"},
		"404 of another program":   {body(404, "<html>nothing here</html>"), persona.KindServer, ""},
		"503":                      {body(503, `{"error":"server busy, please try again. maximum pending requests exceeded"}`), persona.KindBusy, ""},
		"500":                      {body(500, `{"error":"llama runner process has terminated"}`), persona.KindServer, "terminated"},
		"a proxy's 502":            {body(502, "<html>Bad Gateway</html>"), persona.KindDown, ""},
		"401":                      {body(401, `{"error":"unauthorized"}`), persona.KindServer, "sign-in"},
		"an embedding model":       {body(400, `{"error":"\"m\" does not support chat"}`), persona.KindNoModel, "cannot chat"},
		"too long":                 {body(400, `{"error":"the input length exceeds the context length"}`), persona.KindTooLong, ""},
		"a megabyte of junk":       {body(200, strings.Repeat("junk\x00", 200_000)), persona.KindServer, ""},
		"nine megabytes, one line": {body(200, strings.Repeat("x", 9<<20)), persona.KindCut, ""},
		"an endless answer":        {&ollama{Chunks: repeat(said(strings.Repeat("word ", 200), -0.1), 40)}, persona.KindAbsurd, ""},
		"a redirect": {&ollama{Answer: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusTemporaryRedirect)
		}}, persona.KindServer, "redirects"},
	} {
		d, err := fakeMia(t, day.server).Draft(t.Context(), pending("hello"))
		var e *persona.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: draft %q, error %v", name, d.Text, err)
			continue
		}
		if e.Kind != day.kind || !strings.Contains(e.Detail, day.detail) {
			t.Errorf("%s: %s %q, want %s with %q", name, e.Kind, e.Detail, day.kind, day.detail)
		}
		if len(e.Detail) > 300 || strings.ContainsAny(e.Detail, "\n<>{}\x00") || d.Text != "" {
			t.Errorf("%s: detail %q, text %q", name, e.Detail, d.Text)
		}
	}
}

func remote(c chunk) chunk {
	c["remote_host"] = "https://ollama.com"
	return c
}

func TestOnlyStumblesAreTriedAgainAndOnlyOnce(t *testing.T) {
	for name, day := range map[string]struct {
		server *ollama
		calls  int
	}{
		"503":               {body(503, `{"error":"busy"}`), 2},
		"a crashed runner":  {body(500, `{"error":"model runner has unexpectedly stopped"}`), 2},
		"another 500":       {body(500, `{"error":"bad format"}`), 1},
		"404":               {body(404, `{"error":"model 'm' not found"}`), 1},
		"400":               {body(400, `{"error":"bad"}`), 1},
		"a cut stream":      {&ollama{Chunks: []chunk{said("hello", -1)}}, 1},
		"an empty answer":   {&ollama{Chunks: []chunk{done("stop")}}, 1},
		"too long, no past": {body(400, `{"error":"the input length exceeds the context length"}`), 1},
	} {
		if _, err := fakeMia(t, day.server).Draft(t.Context(), pending("hello")); err == nil {
			t.Errorf("%s gave a draft", name)
		}
		if n := day.server.count("/api/chat"); n != day.calls {
			t.Errorf("%s: %d calls, want %d", name, n, day.calls)
		}
	}
}

func TestAServerThatComesBackGetsItsSecondCall(t *testing.T) {
	o := &ollama{}
	o.Answer = func(w http.ResponseWriter, r *http.Request) {
		if o.count("/api/chat") == 1 {
			http.Error(w, `{"error":"model runner has unexpectedly stopped"}`, 500)
			return
		}
		stream(w, []chunk{said("back again", -0.1), done("stop")})
	}
	if d, err := fakeMia(t, o).Draft(t.Context(), pending("hello")); err != nil || d.Text != "back again" {
		t.Errorf("draft %q, %v", d.Text, err)
	}
}

func TestADeadServerIsNamedWithoutItsPassword(t *testing.T) {
	p := persona.New(persona.Config{Name: "Mia", File: write(t, mia), URL: "http://user:secret@127.0.0.1:1", Model: "m"})
	_, err := p.Draft(t.Context(), pending("hello"))
	if persona.KindOf(err) != persona.KindDown || !strings.Contains(err.Error(), "127.0.0.1:1") || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
	for _, url := range []string{"", "localhost:11434", "ftp://x", "http://", "://"} {
		p := persona.New(persona.Config{File: write(t, mia), URL: url, Model: "m"})
		if _, err := p.Draft(t.Context(), pending("hello")); persona.KindOf(err) != persona.KindServer {
			t.Errorf("url %q gives %v", url, err)
		}
	}
}

func TestASlowModelEndsAtTheTimeOutAndIsNotAskedAgain(t *testing.T) {
	o := &ollama{Answer: func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }}
	c := persona.Config{Name: "Mia", File: write(t, mia), URL: o.start(t), Model: "m", Timeout: 50 * time.Millisecond}
	for ; o.count("/api/chat") == 0; c.Timeout *= 2 { // on a busy machine the time is up before the model is asked
		if _, err := persona.New(c).Draft(t.Context(), pending("hello")); persona.KindOf(err) != persona.KindSlow {
			t.Fatalf("error %v", err)
		}
	}
	if n := o.count("/api/chat"); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestADraftOutlivesAJudgementThatTakesTooLong(t *testing.T) {
	o := &ollama{JudgeHangs: true}
	c := persona.Config{Name: "Mia", File: write(t, mia), URL: o.start(t), Model: "m", Timeout: time.Second / 4}
	d, err := persona.New(c).Draft(t.Context(), pending("hello"))
	for ; persona.KindOf(err) == persona.KindSlow && c.Timeout < time.Minute; c.Timeout *= 2 { // a busy machine needs longer for the draft
		d, err = persona.New(c).Draft(t.Context(), pending("hello"))
	}
	if err != nil || d.Text != "hello there" || d.Known {
		t.Errorf("draft %q, known %v, %v", d.Text, d.Known, err)
	}
}

func TestACancelledDraftIsNone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := &ollama{Answer: func(w http.ResponseWriter, r *http.Request) {
		stream(w, []chunk{said("hello", -0.1)})
		cancel()
		<-r.Context().Done()
	}}
	if d, err := fakeMia(t, o).Draft(ctx, pending("hello")); persona.KindOf(err) != persona.KindCancelled || d.Text != "" {
		t.Errorf("draft %q, %v", d.Text, err)
	}
}

func TestCancellingDuringTheJudgementGivesNoDraft(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := &ollama{}
	o.Answer = func(w http.ResponseWriter, r *http.Request) {
		stream(w, []chunk{said("hello", -0.1), done("stop")})
		cancel()
	}
	if d, err := fakeMia(t, o).Draft(ctx, pending("hello")); persona.KindOf(err) != persona.KindCancelled || d.Text != "" {
		t.Errorf("draft %q, %v", d.Text, err)
	}
}

func TestModelsInSomebodysCloudAreRefused(t *testing.T) {
	show := &ollama{Show: chunk{"capabilities": []string{"completion"}, "remote_host": "https://ollama.com", "remote_model": "big"}}
	p := fakeMia(t, show)
	_, err := p.Draft(t.Context(), pending("hello"))
	if persona.KindOf(err) != persona.KindRemote || show.count("/api/chat") != 0 {
		t.Errorf("error %v after %d calls", err, show.count("/api/chat"))
	}
	if h := p.Health(t.Context()); !h.Remote || persona.KindOf(h.Err) != persona.KindRemote {
		t.Errorf("health %+v", h)
	}
	for _, c := range []persona.Config{{URL: "https://ollama.com", Model: "m"}, {URL: show.start(t), Model: "big:120b-cloud"}, {URL: show.start(t), Model: "big:cloud"}} {
		c.File = write(t, mia)
		if _, err := persona.New(c).Draft(t.Context(), pending("hello")); persona.KindOf(err) != persona.KindRemote {
			t.Errorf("%s at %s gives %v", c.Model, c.URL, err)
		}
	}
}

func TestTooLongAPromptIsTriedOnceWithoutTheOldestThird(t *testing.T) {
	o := &ollama{}
	o.Answer = func(w http.ResponseWriter, r *http.Request) {
		if o.count("/api/chat") == 1 {
			http.Error(w, `{"error":"the input length exceeds the context length"}`, 400)
			return
		}
		stream(w, []chunk{said("hello", -0.1), done("stop")})
	}
	r := pending("and now?")
	for i := range 12 {
		r.History = append(r.History, persona.Turn{ID: int64(i + 1), FromFan: i%2 == 0, Text: strings.Repeat("word ", 20)})
	}
	d, err := fakeMia(t, o).Draft(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	first, second := o.seen()[0].Messages, o.seen()[1].Messages
	if len(first)-len(second) != 4 || d.From != 5 {
		t.Errorf("%d messages, then %d; from %d", len(first), len(second), d.From)
	}
}

func TestTheModelIsLookedAtAgainAfterAFailure(t *testing.T) {
	o := body(500, `{"error":"bad"}`)
	p := fakeMia(t, o)
	for range 3 {
		if _, err := p.Draft(t.Context(), pending("hello")); err == nil {
			t.Error("a draft from a broken server")
		}
	}
	if n := o.count("/api/show"); n != 3 {
		t.Errorf("looked %d times, want once for each", n)
	}
	good := &ollama{}
	p = fakeMia(t, good)
	for range 3 {
		if _, err := p.Draft(t.Context(), pending("hello")); err != nil {
			t.Error(err)
		}
	}
	if n := good.count("/api/show"); n != 1 {
		t.Errorf("looked %d times at a server that works, want once", n)
	}
}
