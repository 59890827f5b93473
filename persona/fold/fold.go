// Package fold makes texts comparable: what people type in many ways ("Café", "CAFE", "ｃａｆｅ", "cаfé" with a Cyrillic а)
// becomes one spelling. It knows letters only, no languages.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is a word of a text as it is compared, and where it stands.
type Word struct {
	Text       string // folded: letters and digits only, lower case, no accents
	Start, End int    // bytes of the text that became it
	Last       bool   // a sentence, a line or the text ends after it, or an emoji follows

	upto int // where it ends among all the words of the text
}

// Text gives the folded words of a text with single blanks in between.
func Text(s string) string {
	words := Words(s)
	if len(words) == 1 {
		return words[0].Text
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// Words splits a text into folded words: compatibility form, lower case, no accents, no apostrophes, no invisible
// characters, look-alike letters of another script inside a word replaced. All that is neither letter nor digit
// separates words.
func Words(s string) []Word {
	words := make([]Word, 0, len(s)/5+1)
	all := make([]byte, 0, len(s)+8) // the words so far, one after another
	begin := 0                       // of the last of them
	start, end := 0, 0
	flush := func(last bool) {
		if len(all) > begin {
			words = append(words, Word{Start: start, End: end})
			begin = len(all)
			words[len(words)-1].upto = begin
		}
		if n := len(words); last && n > 0 {
			words[n-1].Last = true
		}
	}
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		before := len(all)
		var sign bool
		if all, sign = add(all, r); !sign {
			if len(all) > before {
				if before == begin {
					start = i
				}
				end = i + size
			}
		} else {
			flush(ends(r))
		}
		i += size
	}
	flush(true)
	cut(words, string(all))
	return words
}

// cut gives the words their texts, which stand in all one after another.
func cut(words []Word, all string) {
	begin := 0
	for i := range words {
		text := all[begin:words[i].upto]
		begin = words[i].upto
		if !ascii(text) {
			text = unmix(norm.NFC.String(text))
		}
		words[i].Text = text
	}
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// add appends what a rune is compared as. sign tells that it separates words instead.
func add(b []byte, r rune) (_ []byte, sign bool) {
	switch {
	case r < utf8.RuneSelf:
		return addASCII(b, r)
	case r == '’', r == '´', r == 'ʼ', r == '‘', invisible(r):
		return b, false
	case r >= 0x1F150 && r <= 0x1F169: // 🅐
		return append(b, byte('a'+r-0x1F150)), false
	case r >= 0x1F170 && r <= 0x1F189: // 🅰
		return append(b, byte('a'+r-0x1F170)), false
	}
	var buf [utf8.UTFMax]byte
	raw := buf[:utf8.EncodeRune(buf[:], r)]
	parts := norm.NFKD.Properties(raw).Decomposition()
	if parts == nil {
		return addPlain(b, r)
	}
	sign = true
	for len(parts) > 0 {
		d, n := utf8.DecodeRune(parts)
		parts = parts[n:]
		var other bool
		if d < utf8.RuneSelf {
			b, other = addASCII(b, d)
		} else {
			b, other = addPlain(b, d)
		}
		sign = sign && other
	}
	return b, sign
}

func addASCII(b []byte, r rune) ([]byte, bool) {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return append(b, byte(r)), false
	case r >= 'A' && r <= 'Z':
		return append(b, byte(r)+'a'-'A'), false
	case r == '\'', r == '`':
		return b, false
	}
	return b, true
}

// addPlain is add for a rune that does not decompose.
func addPlain(b []byte, r rune) ([]byte, bool) {
	switch {
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		return b, false
	case unicode.IsDigit(r):
		return append(b, byte('0'+digit(r))), false
	case unicode.IsLetter(r), unicode.Is(unicode.Mc, r):
		r = unicode.ToLower(r)
		if l, ok := plainLetter[r]; ok {
			return append(b, l...), false
		}
		return utf8.AppendRune(b, r), false
	}
	return b, true
}

// digit is the value of a decimal digit of any script: they stand in runs of ten that begin with a zero.
func digit(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if lo := rune(t.Lo); r >= lo && r <= rune(t.Hi) {
			return (r - lo) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if lo := rune(t.Lo); r >= lo && r <= rune(t.Hi) {
			return (r - lo) % 10
		}
	}
	return 0
}

// invisible are letters and marks that show nothing, beside those of the categories that are dropped anyway.
func invisible(r rune) bool {
	switch r {
	case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x00AD:
		return true
	}
	return unicode.Is(unicode.Co, r)
}

// ends tells whether a sign ends a sentence.
func ends(r rune) bool {
	switch r {
	case '.', '!', '?', ',', ';', ':', '\n', '\r', ')', '(', '…', '。', '！', '？', '،', '؟', '।', '"', '“', '”', '\u2028', '\u2029':
		return true
	}
	return r >= utf8.RuneSelf && unicode.Is(unicode.So, r)
}

// plainLetter are letters that do not decompose, and small capitals.
var plainLetter = map[rune]string{'ı': "i", 'ł': "l", 'ø': "o", 'đ': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ʙ': "b", 'ᴀ': "a",
	'ᴄ': "c", 'ᴅ': "d", 'ᴇ': "e", 'ꜰ': "f", 'ɢ': "g", 'ʜ': "h", 'ɪ': "i", 'ᴊ': "j", 'ᴋ': "k", 'ʟ': "l", 'ᴍ': "m", 'ɴ': "n", 'ᴏ': "o",
	'ᴘ': "p", 'ʀ': "r", 'ꜱ': "s", 'ᴛ': "t", 'ᴜ': "u", 'ᴠ': "v", 'ᴡ': "w", 'ʏ': "y", 'ᴢ': "z"}
