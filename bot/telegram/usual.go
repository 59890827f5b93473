package telegram

import (
	"encoding/json"
	"errors"
	"slices"
	"unicode/utf8"
)

// readUsual reads what nearly every update is: one message of text in a business
// chat, with nothing in it but who, where, when and the words. It takes a tenth of
// the time that encoding/json does. Whatever it does not know in every detail is
// not usual (false) and is read by encoding/json, which finds the same.
func readUsual(raw []byte) (Update, bool) {
	var u Update
	s := scanner{rest: raw}
	s.object(func(name []byte) {
		switch string(name) {
		case "update_id":
			u.UpdateID = s.number()
		case "business_message":
			if u.BusinessMessage == nil {
				u.BusinessMessage = &Message{}
			}
			s.message(u.BusinessMessage)
		default:
			s.odd = true
		}
	})
	s.space()
	usual := !s.odd && len(s.rest) == 0 && u.BusinessMessage != nil && valid(u.UpdateID)
	return u, usual
}

// scanner reads JSON of a narrow form from the front of rest. odd tells that
// something else came; rest is of no use then.
type scanner struct {
	rest []byte
	odd  bool
}

func (s *scanner) message(m *Message) {
	s.object(func(name []byte) {
		switch string(name) {
		case "message_id":
			m.MessageID = s.number()
		case "date":
			m.Date = s.number()
		case "business_connection_id":
			m.BusinessConnectionID = s.text()
		case "text":
			m.Text = s.text()
		case "from":
			if m.From == nil {
				m.From = &User{}
			}
			s.user(m.From)
		case "chat":
			s.chat(&m.Chat)
		default:
			s.odd = true
		}
	})
}

func (s *scanner) user(u *User) {
	s.object(func(name []byte) {
		switch string(name) {
		case "id":
			u.ID = s.number()
		case "is_bot":
			u.IsBot = s.truth()
		case "is_premium":
			s.truth()
		case "first_name":
			u.FirstName = s.text()
		case "last_name":
			u.LastName = s.text()
		case "username":
			u.Username = s.text()
		case "language_code":
			u.LanguageCode = s.text()
		default:
			s.odd = true
		}
	})
}

func (s *scanner) chat(c *Chat) {
	s.object(func(name []byte) {
		switch string(name) {
		case "id":
			c.ID = s.number()
		case "type":
			c.Type = s.text()
		case "first_name":
			c.FirstName = s.text()
		case "last_name":
			c.LastName = s.text()
		case "username":
			c.Username = s.text()
		default:
			s.odd = true
		}
	})
}

// object reads an object; member reads the value of the member with that name.
func (s *scanner) object(member func(name []byte)) {
	s.take('{')
	if s.next() == '}' {
		s.take('}')
		return
	}
	for !s.odd {
		name := s.quoted()
		s.take(':')
		member(name)
		if s.next() != ',' {
			break
		}
		s.take(',')
	}
	s.take('}')
}

func (s *scanner) space() {
	for len(s.rest) > 0 && (s.rest[0] == ' ' || s.rest[0] == '\n' || s.rest[0] == '\r' || s.rest[0] == '\t') {
		s.rest = s.rest[1:]
	}
}

// next is the next byte that is no space, 0 at the end.
func (s *scanner) next() byte {
	if s.space(); len(s.rest) == 0 {
		return 0
	}
	return s.rest[0]
}

func (s *scanner) take(c byte) {
	if s.odd = s.odd || s.next() != c; !s.odd {
		s.rest = s.rest[1:]
	}
}

// number reads a whole number of up to 18 digits.
func (s *scanner) number() (n int64) {
	negative := s.next() == '-'
	if negative {
		s.rest = s.rest[1:]
	}
	digits := 0
	for digits < len(s.rest) && s.rest[digits] >= '0' && s.rest[digits] <= '9' {
		n = n*10 + int64(s.rest[digits]-'0')
		digits++
	}
	// what may follow, a fraction or an exponent, is odd to whoever reads on
	s.odd = s.odd || digits == 0 || digits > 18 || s.rest[0] == '0' && digits > 1
	s.rest = s.rest[digits:]
	if negative {
		return -n
	}
	return n
}

func (s *scanner) truth() bool {
	for _, word := range []string{"true", "false"} {
		if s.next(); len(s.rest) >= len(word) && string(s.rest[:len(word)]) == word {
			s.rest = s.rest[len(word):]
			return word == "true"
		}
	}
	s.odd = true
	return false
}

// quoted gives what stands between the quotes of a string, as it was written.
func (s *scanner) quoted() []byte {
	s.take('"')
	end := stringEnd(s.rest)
	if s.odd = s.odd || end < 0; s.odd {
		return nil
	}
	inside := s.rest[:end]
	s.rest = s.rest[end+1:]
	return inside
}

// text reads a string.
func (s *scanner) text() (text string) {
	inside := s.quoted()
	for _, c := range inside {
		if c == '\\' || c < ' ' {
			s.odd = s.odd || json.Unmarshal(slices.Concat([]byte(`"`), inside, []byte(`"`)), &text) != nil
			return text
		}
	}
	s.odd = s.odd || !utf8.Valid(inside)
	return string(inside)
}

// stringEnd is where the quote stands that ends a string; -1: nowhere.
func stringEnd(b []byte) int {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			return i
		case '\\':
			i++
		}
	}
	return -1
}

// elements are the parts of a JSON array, each with its bytes as they came.
type elements []json.RawMessage

// UnmarshalJSON takes the array apart; its bytes are JSON, which encoding/json has
// seen to.
func (e *elements) UnmarshalJSON(raw []byte) error {
	raw = append([]byte(nil), raw...)
	s := scanner{rest: raw}
	if s.take('['); s.odd {
		return errors.New("not an array")
	}
	for s.next() != ']' && len(s.rest) > 0 {
		n := valueEnd(s.rest)
		*e = append(*e, json.RawMessage(s.rest[:n:n]))
		if s.rest = s.rest[n:]; s.next() == ',' {
			s.take(',')
		}
	}
	return nil
}

// valueEnd is the length of the JSON value that b begins with.
func valueEnd(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			i += 1 + max(stringEnd(b[i+1:]), 0)
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth--; depth < 0 {
				return i
			}
		case ',', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return i
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(b)
}
