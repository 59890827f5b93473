package persona_test

import (
	"context"
	"encoding/json"
	"maps"
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"secretary/persona"
	"secretary/persona/trust"
)

func TestDraftIsTheWholeAnswerWithItsConfidence(t *testing.T) {
	o := &ollama{}
	d, err := fakeMia(t, o).Draft(t.Context(), pending("hello Mia"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Text != "hello there" || d.Model != "m" || d.Digest != "abc123" || d.Fixed || len(d.Prompt) != 16 {
		t.Errorf("draft %+v", d)
	}
	f := d.Signals.Features
	yes := math.Exp(-0.1) / (math.Exp(-0.1) + math.Exp(-3))
	if f["quantile"] != -0.2 || f["first"] != -0.2 || math.Abs(f["judge"]-math.Log(yes/(1-yes))) > 1e-9 {
		t.Errorf("features %v", f)
	}
	if want := trust.New().Score(f, "", time.Time{}).Bound; !d.Known || d.Confidence != want || want < 0.7 {
		t.Errorf("confidence %v known %v, want %v", d.Confidence, d.Known, want)
	}
	if d.PromptTokens != 700 || d.ReplyTokens != 9 || d.PromptTime != 5*time.Millisecond || d.Total <= 0 {
		t.Errorf("figures %+v", d)
	}
	if len(d.Flags) != 0 {
		t.Errorf("flags %v", d.Flags)
	}
}

func TestAllCallsShareOneSetOfOptions(t *testing.T) {
	o := &ollama{}
	p := fakeMia(t, o)
	if _, err := p.Warm(t.Context(), persona.Request{}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := p.Draft(t.Context(), pending("hello")); err != nil {
			t.Fatal(err)
		}
	}
	requests := o.seen()
	if len(requests) != 5 {
		t.Fatalf("%d calls, want warm-up and twice draft and judge", len(requests))
	}
	seeds := map[any]bool{}
	for i, r := range requests {
		seeds[r.Options["seed"]] = true
		same := maps.Clone(r.Options)
		delete(same, "num_predict")
		delete(same, "seed")
		first := maps.Clone(requests[0].Options)
		delete(first, "num_predict")
		delete(first, "seed")
		if !maps.Equal(same, first) {
			t.Errorf("call %d has options %v, the first %v", i, same, first)
		}
		if r.Raw["truncate"] != false || r.Raw["shift"] != false || r.Raw["stream"] != true || r.Raw["keep_alive"] != -1.0 {
			t.Errorf("call %d: %v %v %v %v", i, r.Raw["truncate"], r.Raw["shift"], r.Raw["stream"], r.Raw["keep_alive"])
		}
		if _, ok := r.Raw["think"]; ok {
			t.Errorf("call %d says think to a model that cannot", i)
		}
		if i > 0 && r.Raw["logprobs"] != true {
			t.Errorf("call %d asks for no logprobs", i)
		}
	}
	if len(seeds) < 3 {
		t.Errorf("drafts without a wish share a seed: %v", seeds)
	}
	judge := requests[2]
	if judge.Options["num_predict"] != 1.0 || judge.Raw["top_logprobs"] != 20.0 {
		t.Errorf("the judge's call: %v, %v", judge.Options, judge.Raw["top_logprobs"])
	}
}

func TestJudgeIsAppendedToTheVerySamePrompt(t *testing.T) {
	o := &ollama{}
	if _, err := fakeMia(t, o).Draft(t.Context(), pending("hello")); err != nil {
		t.Fatal(err)
	}
	draft, judge := o.seen()[0].Messages, o.seen()[1].Messages
	if len(judge) != len(draft)+2 {
		t.Fatalf("%d messages after %d", len(judge), len(draft))
	}
	for i, m := range draft {
		if judge[i] != m {
			t.Errorf("message %d differs", i)
		}
	}
	if m := judge[len(draft)]; m.Role != "assistant" || m.Content != "hello there" {
		t.Errorf("judged message %+v", m)
	}
	if m := judge[len(draft)+1].Content; !strings.Contains(m, "would Mia send exactly this? Answer Yes or No.") {
		t.Errorf("question %q", m)
	}
}

func TestThinkingModelIsToldNotToAndItsThoughtsAreDropped(t *testing.T) {
	thought := chunk{"message": chunk{"content": "", "thinking": "secret plan"}, "done": false,
		"logprobs": []any{chunk{"token": "x", "logprob": -9.0}}}
	o := &ollama{Show: chunk{"capabilities": []string{"completion", "thinking"}},
		Chunks: []chunk{thought, said("hi", -0.5), done("stop")}}
	d, err := fakeMia(t, o).Draft(t.Context(), pending("hello"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Text != "hi" || d.Signals.Tokens != 1 || *d.Signals.First != -0.5 {
		t.Errorf("draft %q, signals %+v", d.Text, d.Signals)
	}
	for i, r := range o.seen() {
		if r.Raw["think"] != false {
			t.Errorf("call %d: think %v, want false", i, r.Raw["think"])
		}
	}
}

func TestThoughtsInTheTextNeverReachTheDraft(t *testing.T) {
	for raw, want := range map[string]string{
		"<think>she wants a price</think>\n\nhello you": "hello you",
		"she wants a price</think>hello you":            "hello you",
		"hello you<think>was that good?":                "hello you",
		"<THINKING>a\nb</THINKING> hello you":           "hello you",
		"[THINK]plan[/THINK]hello you":                  "hello you",
	} {
		o := &ollama{Chunks: []chunk{said(raw, -0.1), done("stop")}}
		d, err := fakeMia(t, o).Draft(t.Context(), pending("hello"))
		if err != nil || d.Text != want {
			t.Errorf("%q became %q, %v; want %q", raw, d.Text, err, want)
		}
		if d.Known || d.Confidence != 0 {
			t.Errorf("%q: logprobs of thoughts count as confidence", raw)
		}
	}
}

func TestConfidenceIsUnknownWithoutLogprobsOrJudge(t *testing.T) {
	plain := []chunk{{"message": chunk{"content": "hello there"}, "done": false}, done("stop")}
	for name, o := range map[string]*ollama{
		"no logprobs":          {Chunks: plain},
		"an old server":        {Version: "0.12.10"},
		"a judge that rambles": {Judge: judged(map[string]float64{"Well": -0.1, "Yes": -6})},
		"a judge that fails":   {Judge: []chunk{{"error": "boom"}}},
		"a judge that is cut":  {Judge: []chunk{said("Yes", -0.1)}},
		"impossible logprobs":  {Judge: judged(map[string]float64{"Yes": 1e9})},
	} {
		d, err := fakeMia(t, o).Draft(t.Context(), pending("hello"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d.Known || d.Confidence != 0 || d.Text != "hello there" {
			t.Errorf("%s: confidence %v known %v, text %q", name, d.Confidence, d.Known, d.Text)
		}
	}
}

func TestEachSignalMovesTheConfidenceItsWay(t *testing.T) {
	confidence := func(first, rest, yes float64) float64 {
		o := &ollama{Chunks: []chunk{said("hello", first), said(" there", rest), said(" you", rest), done("stop")},
			Judge: judged(map[string]float64{" yes.": math.Log(yes), "Nein": math.Log(1 - yes)})}
		d, err := fakeMia(t, o).Draft(t.Context(), pending("hello"))
		if err != nil || !d.Known {
			t.Fatalf("%v, known %v", err, d.Known)
		}
		return d.Confidence
	}
	base := confidence(-0.5, -0.5, 0.7)
	for what, lower := range map[string]float64{"first token": confidence(-3, -0.5, 0.7), "tail": confidence(-0.5, -4, 0.7),
		"judge": confidence(-0.5, -0.5, 0.2)} {
		if lower >= base {
			t.Errorf("a worse %s gives %v, the base is %v", what, lower, base)
		}
	}
	if no := confidence(0, 0, 0.05); no >= 0.55 {
		t.Errorf("a clear No leaves %v", no)
	}
	if best := confidence(0, 0, 0.99); best < 0.85 || best > 0.95 {
		t.Errorf("the best signals give %v", best)
	}
}

func TestSignalsSurviveJSON(t *testing.T) {
	d, err := fakeMia(t, &ollama{}).Draft(t.Context(), pending("hello"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(d.Signals)
	if err != nil {
		t.Fatal(err)
	}
	var back persona.Signals
	if err := json.Unmarshal(data, &back); err != nil || *back.Judge != *d.Signals.Judge || back.Seed != d.Signals.Seed {
		t.Errorf("%s came back as %+v, %v", data, back, err)
	}
}

func TestNamesAndQuotationMarksAreTakenOff(t *testing.T) {
	for raw, want := range map[string]string{
		"Mia: hello you":             "hello you",
		"“hello you”":                "hello you",
		"\"hello\" and \"you\"":      "\"hello\" and \"you\"",
		" hello\u200b \u202eyou\n\n": "hello you",
		"hello 👩🏽‍🚀":                 "hello 👩🏽‍🚀",
	} {
		o := &ollama{Chunks: []chunk{said(raw, -0.1), done("stop")}}
		if d, err := fakeMia(t, o).Draft(t.Context(), pending("hello")); err != nil || d.Text != want {
			t.Errorf("%q became %q, %v; want %q", raw, d.Text, err, want)
		}
	}
}

func TestBotQuestionIsNeverAnsweredByAModel(t *testing.T) {
	o := &ollama{}
	url := o.start(t)
	c := persona.Config{Name: "Mia", File: write(t, mia), URL: url, Model: "m", BotAnswer: "An assistant drafts, Mia reads all of it."}
	d, err := persona.New(c).Draft(t.Context(), pending("wait, are you a bot?"))
	if err != nil || !d.Fixed || d.Text != c.BotAnswer || !flagged(d, "bot_question") || d.Known || d.Model != "" {
		t.Errorf("draft %+v, %v", d, err)
	}
	c.BotAnswer = ""
	if d, err := persona.New(c).Draft(t.Context(), pending("are you a bot?")); err != nil || !d.Fixed || d.Text != "" {
		t.Errorf("without a configured answer: %+v, %v", d, err)
	}
	if n := o.count("/api/chat"); n != 0 {
		t.Errorf("the model was asked %d times", n)
	}
}

func TestDraftsAreMadeOneAtATime(t *testing.T) {
	var mu sync.Mutex
	now, most := 0, 0
	o := &ollama{}
	release := make(chan struct{})
	o.Answer = func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		<-release
		mu.Lock()
		now--
		mu.Unlock()
		stream(w, []chunk{said("hello", -0.1), done("stop")})
	}
	p := fakeMia(t, o)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := p.Draft(t.Context(), pending("hello")); err != nil {
				t.Error(err)
			}
		})
	}
	for range 4 {
		release <- struct{}{}
	}
	wg.Wait()
	if most != 1 {
		t.Errorf("%d drafts at once", most)
	}
}

func TestWaitingForATurnEndsWithTheContext(t *testing.T) {
	working, release := make(chan struct{}), make(chan struct{})
	o := &ollama{}
	o.Answer = func(w http.ResponseWriter, r *http.Request) {
		close(working)
		<-release
		stream(w, []chunk{said("hello", -0.1), done("stop")})
	}
	p := fakeMia(t, o)
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := p.Draft(t.Context(), pending("first")); err != nil {
			t.Error(err)
		}
	})
	<-working
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Draft(ctx, pending("second")); persona.KindOf(err) != persona.KindCancelled {
		t.Errorf("a cancelled wait gives %v", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := p.Draft(ctx, pending("third")); persona.KindOf(err) != persona.KindBusy {
		t.Errorf("a wait that ran out gives %v", err)
	}
	if h := p.Health(t.Context()); !h.Up || h.Err != nil {
		t.Errorf("health waits for the draft: %+v", h)
	}
	close(release)
	wg.Wait()
}

func TestHealthTellsWhatTheServerTells(t *testing.T) {
	p := fakeMia(t, &ollama{})
	warm, err := p.Warm(t.Context(), persona.Request{})
	if err != nil || warm <= 0 {
		t.Fatalf("warm-up %v, %v", warm, err)
	}
	h := p.Health(t.Context())
	if !h.Up || !h.Present || h.Remote || !h.Logprobs || h.Version != "0.17.4" || h.Context != 8192 || h.Trained != 40960 ||
		h.Digest != "abc123" || h.Warm != warm || h.Err != nil || !h.Persona.OK || h.Persona.Tokens < 300 || h.Drafter != "ollama" {
		t.Errorf("health %+v", h)
	}
}

func TestHealthNamesWhatIsMissing(t *testing.T) {
	old := persona.New(persona.Config{File: "nowhere.md", URL: (&ollama{Version: "0.12.10"}).start(t), Model: "m"}).Health(t.Context())
	if old.Logprobs || old.Persona.OK || !strings.Contains(old.Persona.Problem, "does not exist") || old.Err != nil {
		t.Errorf("health with an old server and no file: %+v", old)
	}
	down := persona.New(persona.Config{Name: "Mia", File: write(t, mia), URL: "http://127.0.0.1:1", Model: "m"}).Health(t.Context())
	if down.Up || persona.KindOf(down.Err) != persona.KindDown || !down.Persona.OK {
		t.Errorf("health without a server: %+v", down)
	}
}
