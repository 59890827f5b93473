package sandbox

import (
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// entity is a MessageEntity; offsets and lengths count UTF-16 units.
type entity struct {
	Type     string         `json:"type"`
	Offset   int            `json:"offset"`
	Length   int            `json:"length"`
	URL      string         `json:"url,omitempty"`
	User     map[string]any `json:"user,omitempty"`
	Language string         `json:"language,omitempty"`
	Emoji    string         `json:"custom_emoji_id,omitempty"`
}

// htmlTags maps every tag Telegram takes to the kind of entity it makes.
var htmlTags = map[string]string{
	"a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
	"tg-emoji": "custom_emoji", "tg-time": "", "pre": "pre", "code": "code", "blockquote": "blockquote",
}

// openTag is a tag whose end has not come yet.
type openTag struct {
	name, argument string
	offset         int // UTF-16 units before it
	begin          int // bytes of output before it
}

// htmlParser follows TDLib's parse_html byte by byte, so that errors name the
// same byte offsets.
type htmlParser struct {
	in       string
	i        int
	out      []byte
	units    int
	open     []openTag
	entities []entity
	broken   bool // half of a surrogate pair was written as a reference
}

// parseHTML takes Telegram's HTML apart. The error is the text Telegram gives
// after "can't parse entities: ".
func parseHTML(text string) (string, []entity, error) {
	p := htmlParser{in: text}
	for p.i < len(p.in) {
		c := p.in[p.i]
		if c == '&' {
			if r, next := htmlEntity(p.in, p.i); r != 0 {
				p.i = next
				p.put(r)
				continue
			}
		}
		if c != '<' {
			if utf8.RuneStart(c) {
				p.units++
				if c >= 0xf0 {
					p.units++
				}
			}
			p.out = append(p.out, c)
			p.i++
			continue
		}
		if err := p.tag(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, sayf("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	if p.broken {
		return "", nil, sayf("Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
	}
	for i := range p.entities {
		if p.entities[i].Type == "code" {
			p.entities[i].Language = ""
		}
	}
	sortEntities(p.entities)
	return string(p.out), p.entities, nil
}

func (p *htmlParser) put(r rune) {
	p.broken = p.broken || r >= 0xd800 && r <= 0xdfff
	p.units++
	if r > 0xffff {
		p.units++
	}
	p.out = utf8.AppendRune(p.out, r)
}

func (p *htmlParser) tag() error {
	begin := p.i
	p.i++
	if p.at() == '/' {
		return p.endTag(begin)
	}
	return p.startTag(begin)
}

func (p *htmlParser) startTag(begin int) error {
	p.until(func(c byte) bool { return isSpace(c) || c == '>' })
	if p.at() == 0 {
		return sayf("Unclosed start tag at byte offset %d", begin)
	}
	tag := openTag{name: strings.ToLower(p.in[begin+1 : p.i]), offset: p.units, begin: len(p.out)}
	if _, ok := htmlTags[tag.name]; !ok {
		return sayf("Unsupported start tag \"%s\" at byte offset %d", tag.name, begin)
	}
	for p.at() != '>' {
		if err := p.attribute(&tag, begin); err != nil {
			return err
		}
	}
	p.i++
	if tag.name == "span" && tag.argument != "spoiler" {
		return sayf("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.open = append(p.open, tag)
	return nil
}

func (p *htmlParser) attribute(tag *openTag, begin int) error {
	unclosed := sayf("Unclosed start tag \"%s\" at byte offset %d", tag.name, begin)
	p.spaces()
	if p.at() == '>' {
		return nil
	}
	from := p.i
	p.until(func(c byte) bool { return isSpace(c) || strings.IndexByte("=>/\"'", c) >= 0 })
	name := p.in[from:p.i]
	if name == "" {
		return sayf("Empty attribute name in the tag \"%s\" at byte offset %d", tag.name, begin)
	}
	p.spaces()
	if p.at() == 0 {
		return unclosed
	}
	if p.at() != '=' {
		if tag.name == "blockquote" && name == "expandable" {
			tag.argument = "1"
		}
		return nil
	}
	p.i++
	p.spaces()
	if p.at() == 0 {
		return unclosed
	}
	value, err := p.attributeValue()
	if err != nil {
		return err
	}
	if p.at() == 0 {
		return sayf("Unclosed start tag at byte offset %d", begin)
	}
	tag.take(name, value)
	return nil
}

func (t *openTag) take(name, value string) {
	switch t.name + " " + name {
	case "a href", "tg-emoji emoji-id":
		t.argument = value
	case "code class":
		if language, ok := strings.CutPrefix(value, "language-"); ok {
			t.argument = language
		}
	case "span class":
		if class, ok := strings.CutPrefix(value, "tg-"); ok {
			t.argument = class
		}
	case "blockquote expandable":
		t.argument = "1"
	}
}

func (p *htmlParser) attributeValue() (string, error) {
	from := p.i
	if quote := p.at(); quote != '"' && quote != '\'' {
		p.until(func(c byte) bool { return !isAlnum(c) && c != '.' && c != '-' })
		if !isSpace(p.at()) && p.at() != '>' {
			return "", sayf("Unexpected end of name token at byte offset %d", from)
		}
		return strings.ToLower(p.in[from:p.i]), nil
	}
	quote := p.at()
	p.i++
	var value []byte
	for p.at() != quote && p.at() != 0 {
		if p.at() == '&' {
			if r, next := htmlEntity(p.in, p.i); r != 0 {
				value, p.i = utf8.AppendRune(value, r), next
				continue
			}
		}
		value = append(value, p.in[p.i])
		p.i++
	}
	if p.at() == quote {
		p.i++
	}
	return string(value), nil
}

func (p *htmlParser) endTag(begin int) error {
	if len(p.open) == 0 {
		return sayf("Unexpected end tag at byte offset %d", begin)
	}
	p.until(func(c byte) bool { return isSpace(c) || c == '>' })
	name := strings.ToLower(p.in[begin+2 : p.i])
	p.spaces()
	if p.at() != '>' {
		return sayf("Unclosed end tag at byte offset %d", begin)
	}
	p.i++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return sayf("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	if p.units > tag.offset {
		return p.close(tag)
	}
	return nil
}

// close makes the entity of a tag that holds some text.
func (p *htmlParser) close(tag openTag) error {
	e := entity{Type: htmlTags[tag.name], Offset: tag.offset, Length: p.units - tag.offset}
	switch tag.name {
	case "tg-time":
		return nil // 10.x dates are shown as their text
	case "tg-emoji":
		if n, err := strconv.ParseInt(tag.argument, 10, 64); err != nil || n == 0 {
			return sayf("Invalid custom emoji identifier specified")
		}
		e.Emoji = tag.argument
	case "a":
		target := tag.argument
		if target == "" {
			target = string(p.out[tag.begin:])
		}
		if !p.link(&e, target) {
			return nil
		}
	case "blockquote":
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	case "pre", "code":
		if tag.name == "code" {
			e.Language = tag.argument
		}
		if p.codeBlock(e, tag) {
			return nil
		}
	}
	p.entities = append(p.entities, e)
	return nil
}

// codeBlock joins <pre> and <code class="language-x"> around the same text.
func (p *htmlParser) codeBlock(e entity, tag openTag) bool {
	if len(p.entities) == 0 {
		return false
	}
	last := &p.entities[len(p.entities)-1]
	if last.Offset != e.Offset || last.Length != e.Length {
		return false
	}
	switch {
	case tag.name == "code" && last.Type == "pre" && tag.argument != "":
		last.Language = tag.argument
	case tag.name == "pre" && last.Type == "code" && last.Language != "":
		last.Type = "pre"
	default:
		return false
	}
	return true
}

// link fills a text_link, or a text_mention for tg://user?id=N. False: no link
// Telegram keeps.
func (p *htmlParser) link(e *entity, target string) bool {
	if id, ok := strings.CutPrefix(target, "tg://user?id="); ok {
		n, err := strconv.ParseInt(id, 10, 64)
		e.Type, e.User = "text_mention", map[string]any{"id": n, "is_bot": false, "first_name": ""}
		return err == nil && n > 0
	}
	e.URL = checkedLink(target)
	return e.URL != ""
}

// at returns the byte to read; 0 at the end.
func (p *htmlParser) at() byte {
	if p.i >= len(p.in) {
		return 0
	}
	return p.in[p.i]
}

func (p *htmlParser) until(stop func(byte) bool) {
	for p.i < len(p.in) && !stop(p.in[p.i]) {
		p.i++
	}
}

func (p *htmlParser) spaces() { p.until(func(c byte) bool { return !isSpace(c) }) }

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0 || c == '\v'
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func sortEntities(list []entity) {
	sort.SliceStable(list, func(i, j int) bool {
		if list[i].Offset != list[j].Offset {
			return list[i].Offset < list[j].Offset
		}
		return list[i].Length > list[j].Length
	})
}
