package persona_test

import (
	"strings"
	"testing"

	"secretary/persona"
)

// open lists the questions that a draft is flagged to leave open.
func open(d persona.Draft) (out []string) {
	for _, f := range d.Flags {
		if f.Code == "unanswered" {
			out = append(out, f.Detail)
		}
	}
	return out
}

const three = "how are you? what does a print cost? and do you ship to Brazil"

func TestAQuestionTheModelSaysIsOpenIsFlagged(t *testing.T) {
	o := &ollama{Covered: "Yes No Yes"}
	d, err := fakeMia(t, o).Draft(t.Context(), pending(three))
	if err != nil {
		t.Fatal(err)
	}
	if got := open(d); len(got) != 1 || got[0] != "what does a print cost?" {
		t.Errorf("left open: %q", got)
	}
	calls := o.seen()
	if len(calls) != 3 || !calls[1].judge() || !calls[2].covers() {
		t.Fatalf("%d calls, not draft, judge, questions", len(calls))
	}
	draft, cover := calls[0].Messages, calls[2].Messages
	if len(cover) != len(draft)+2 || cover[len(draft)-1] != draft[len(draft)-1] || cover[len(draft)].Content != d.Text {
		t.Error("the questions are not asked about the same prompt and draft")
	}
	if !strings.Contains(calls[0].last(), "They ask 3 things") || !strings.Contains(calls[0].last(), "3. and do you ship to Brazil⟧") {
		t.Errorf("the prompt does not list the questions:\n%s", calls[0].last())
	}
	if calls[2].Options["num_predict"].(float64) > 20 {
		t.Error("the call is not short")
	}
}

func TestOneQuestionCostsNoExtraCall(t *testing.T) {
	o := &ollama{}
	d, err := fakeMia(t, o).Draft(t.Context(), pending("what does a print cost?"))
	if err != nil || len(o.seen()) != 2 || len(open(d)) != 0 {
		t.Errorf("%d calls, open %q, %v", len(o.seen()), open(d), err)
	}
	if strings.Contains(o.seen()[0].last(), "They ask") {
		t.Error("one question is listed")
	}
}

func TestWhereTheModelDoesNotSayTheWordsTell(t *testing.T) {
	for reply, want := range map[string]string{
		"fine, thank you! a print is 40 €. and we ship everywhere, brazil too": "",
		"a print is 40 €":            "how are you?|and do you ship to Brazil",
		"yes to Brazil. i am fine.":  "how are you?|what does a print cost?",
		"all is well. love. and you": "what does a print cost?|and do you ship to Brazil",
	} {
		for _, says := range []string{"", "Yes", "Yes Yes Yes Yes Yes"} {
			o := &ollama{Covered: says, Chunks: []chunk{said(reply, -0.1), done("stop")}}
			d, err := fakeMia(t, o).Draft(t.Context(), pending(three))
			if got := strings.Join(open(d), "|"); err != nil || got != want {
				t.Errorf("%q with %q leaves open %q, want %q, %v", reply, says, got, want, err)
			}
		}
	}
}

func TestTheModelIsAskedAboutFourQuestionsAtMost(t *testing.T) {
	o := &ollama{Covered: "Yes Yes Yes Yes", Chunks: []chunk{said("blue, in lisbon, with clay and love", -0.1), done("stop")}}
	d, err := fakeMia(t, o).Draft(t.Context(), pending("which colour? what clay? where is it? how big is it? do you ship to Brazil? is it blue?"))
	if got := open(d); err != nil || len(got) != 1 || got[0] != "do you ship to Brazil?" {
		t.Errorf("open %q, %v", got, err)
	}
	if last := o.seen()[2].last(); strings.Contains(last, "Brazil") || !strings.Contains(last, "4. how big is it?") {
		t.Errorf("asked about:\n%s", last)
	}
}
