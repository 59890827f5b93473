package sandbox_test

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"secretary/bot/sandbox"
)

// parsed sends HTML and returns the text and its entities as "type offset+length extra".
func (w *world) parsed(source string) (string, []string) {
	w.t.Helper()
	m := w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": source, "parse_mode": "HTML"}).object(w.t)
	var out []string
	list, _ := m["entities"].([]any)
	for _, v := range list {
		e := v.(map[string]any)
		line := fmt.Sprintf("%s %v+%v", e["type"], e["offset"], e["length"])
		for _, extra := range []string{"url", "language"} {
			if text, ok := e[extra]; ok {
				line += " " + text.(string)
			}
		}
		out = append(out, line)
	}
	return m["text"].(string), out
}

func TestHTMLBecomesTextAndEntities(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	for source, want := range map[string][]string{
		"<b>b</b><strong>s</strong>":                       {"bs", "bold 0+1", "bold 1+1"},
		"<i>a</i> <em>b</em> <u>c</u> <ins>d</ins>":        {"a b c d", "italic 0+1", "italic 2+1", "underline 4+1", "underline 6+1"},
		"<s>a</s><strike>b</strike><del>c</del>":           {"abc", "strikethrough 0+1", "strikethrough 1+1", "strikethrough 2+1"},
		`<a href="https://x.org/a?b=1&amp;c">😂 x</a>!`:     {"😂 x!", "text_link 0+4 https://x.org/a?b=1&c"},
		`<a href='tg://user?id=5'>x</a>`:                   {"x", "text_mention 0+1"},
		`<a href="nonsense">x</a>`:                         {"x"},
		`<a>example.org</a>`:                               {"example.org", "text_link 0+11 http://example.org/"},
		"<code>x</code> <pre>y</pre>":                      {"x y", "code 0+1", "pre 2+1"},
		`<pre><code class="language-go">x</code></pre>`:    {"x", "pre 0+1 go"},
		"<blockquote>x</blockquote>":                       {"x", "blockquote 0+1"},
		"<blockquote expandable>x</blockquote>":            {"x", "expandable_blockquote 0+1"},
		`<tg-spoiler>x</tg-spoiler>`:                       {"x", "spoiler 0+1"},
		`<span class="tg-spoiler">x</span>`:                {"x", "spoiler 0+1"},
		"&lt;b&gt; &amp; &quot; &#39; &#x1F602; &apos; &x": {`<b> & " ' 😂 &apos; &x`},
		"&lt no semicolon":                                 {"< no semicolon"},
		"a\u202e<b>b\u0333c</b>":                           {"abc", "bold 1+2"},
		"a\r\n<b>b\n</b>":                                  {"a\nb", "bold 2+1"},
		"  <b>x</b>  ":                                     {"x", "bold 0+1"},
		"<B>x</b ><i></i>":                                 {"x", "bold 0+1"},
		"<b>x</>":                                          {"x", "bold 0+1"},
		"<b>a<i>b</i></b>":                                 {"ab", "bold 0+2", "italic 1+1"},
	} {
		text, entities := w.parsed(source)
		same(t, source, append([]string{text}, entities...), want)
	}
}

func TestBrokenHTMLSaysWhereItBreaks(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	for source, want := range map[string]string{
		"a <b>x":                              `Can't find end tag corresponding to start tag "b"`,
		"ä <blink>x":                          `Unsupported start tag "blink" at byte offset 3`,
		"1 <2":                                `Unclosed start tag at byte offset 2`,
		"1 < 2 > 0":                           `Unsupported start tag "" at byte offset 2`,
		"x</b>":                               `Unexpected end tag at byte offset 1`,
		"<b>x</i>":                            `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`,
		"<b>x</b":                             `Unclosed end tag at byte offset 4`,
		"<b>x</b y>":                          `Unclosed end tag at byte offset 4`,
		`<a href="x`:                          `Unclosed start tag at byte offset 0`,
		`<a href=`:                            `Unclosed start tag "a" at byte offset 0`,
		`<a href>`:                            `Can't find end tag corresponding to start tag "a"`,
		`<a href=x_y>z</a>`:                   `Unexpected end of name token at byte offset 8`,
		`<a ="x">z</a>`:                       `Empty attribute name in the tag "a" at byte offset 0`,
		`<span>x</span>`:                      `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		`<tg-emoji emoji-id="x">x</tg-emoji>`: `Invalid custom emoji identifier specified`,
		"&#xd83d;":                            `Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units`,
	} {
		w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": source, "parse_mode": "HTML"}).
			wantError(t, 400, "Bad Request: can't parse entities: "+want)
	}
}

func TestParseModeMustBeKnown(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "x", "parse_mode": "XML"}).wantError(t, 400, "Bad Request: unsupported parse_mode")
	w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "x", "parse_mode": "MarkdownV2"}).wantError(t, 400, "Bad Request: the sandbox does not play parse_mode MarkdownV2")
	m := w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "<b>"}).object(t)
	same(t, "without a mode nothing is parsed", m["text"], "<b>")
}

func TestEntitiesMayBeGivenInstead(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	m := w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": " bold", "entities": []params{{"type": "bold", "offset": 1, "length": 4}}}).object(t)
	same(t, "entities", m["entities"], []any{map[string]any{"type": "bold", "offset": 0.0, "length": 4.0}})
}

func TestKeyboardsAreChecked(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	inline := func(button params) params { return params{"inline_keyboard": [][]params{{button}}} }
	for _, c := range []struct {
		markup any
		want   string
	}{
		{"[]", "object expected as reply markup"},
		{params{"inline_keyboard": "x"}, `field "inline_keyboard" must be of type Array`},
		{params{"inline_keyboard": []any{1}}, `field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`},
		{params{"inline_keyboard": []any{[]any{1}}}, "can't parse inline keyboard button: InlineKeyboardButton must be an Object"},
		{inline(params{"callback_data": "x"}), `can't parse inline keyboard button: Can't find field "text"`},
		{inline(params{"text": true}), `can't parse inline keyboard button: Field "text" must be of type String`},
		{inline(params{"text": "x"}), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{inline(params{"text": "x", "callback_data": ""}), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{inline(params{"text": "x", "callback_data": "y", "style": "pink"}), "can't parse inline keyboard button: invalid button style specified"},
		{inline(params{"text": "x", "callback_data": strings.Repeat("x", 65)}), "BUTTON_DATA_INVALID"},
		{inline(params{"text": "x", "url": "nonsense"}), "inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL"},
		{params{"keyboard": []any{[]any{5}}}, "can't parse keyboard button: KeyboardButton must be a String or an Object"},
		{params{"force_reply": "yes"}, `field "force_reply" must be of type Boolean`},
	} {
		w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "x", "reply_markup": c.markup}).wantError(t, 400, "Bad Request: "+c.want)
	}
}

func TestButtonsAreSeenAndReturned(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	m := w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "x", "reply_markup": params{"inline_keyboard": [][]params{
		{{"text": "Send", "callback_data": strings.Repeat("ü", 32), "style": "success"}, {"text": "", "callback_data": "dropped"}},
		{{"text": "Open", "url": "https://t.me/alex_k"}}}}}).object(t)
	same(t, "markup", m["reply_markup"], map[string]any{"inline_keyboard": []any{
		[]any{map[string]any{"text": "Send", "callback_data": strings.Repeat("ü", 32), "style": "success"}},
		[]any{map[string]any{"text": "Open", "url": "https://t.me/alex_k"}}}})
	same(t, "rows", len(w.mila.Chat()[1].Buttons), 2)
	same(t, "url", w.mila.Chat()[1].Buttons[1][0].URL, "https://t.me/alex_k")
}

func FuzzEntitiesLieInsideTheText(f *testing.F) {
	for _, seed := range []string{"<b>x</b>", `<a href="x">😂</a>`, "&#x1F602;&lt", "<pre><code class='language-x'>y</code></pre>", "<", "&", "<b x='", "<A>0.00\xf4</>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		_, spans, length, err := sandbox.ParseHTML(strings.ToValidUTF8(source, "?")) // others are refused before
		for _, s := range spans {
			if err == nil && (s[0] < 0 || s[1] <= 0 || s[0]+s[1] > length) {
				t.Errorf("entity at %v of %d units", s, length)
			}
		}
	})
}

func FuzzEscapedTextComesBack(f *testing.F) {
	for _, seed := range []string{"<b>&\"'", "&amp;", "😂 < 😂", "</a>", "&#39;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, spans, _, err := sandbox.ParseHTML(html.EscapeString(text))
		if err != nil || got != text || len(spans) != 0 {
			t.Errorf("got %q %v %v", got, spans, err)
		}
	})
}
