package web

import (
	"strconv"
	"time"

	"secretary/bot/sandbox"
)

// State is everything the page shows. Ids are those of Telegram; dates are
// Unix seconds unless said otherwise, 0 for none.
type State struct {
	Seq      uint64               `json:"seq"` // grows with every change
	Persona  Persona              `json:"persona"`
	Creator  Creator              `json:"creator"`
	Bot      Bot                  `json:"bot"`
	Fans     []Fan                `json:"fans"`
	Chats    map[string][]Message `json:"chats"`   // by the fan's id; oldest first
	BotChat  []BotMessage         `json:"botChat"` // the creator's chat with the bot; oldest first
	Commands []Command            `json:"commands"`
	Steps    []Step               `json:"steps"` // newest last, at most 60
	Switches Switches             `json:"switches"`
	Process  Process              `json:"process"`
	Scene    Scene                `json:"scene"`
	Toast    Toast                `json:"toast"`
}

// Persona says who drafts.
type Persona struct {
	Drafter string `json:"drafter"` // "embedded" or "ollama"
	Label   string `json:"label"`   // a sentence
	Away    string `json:"away"`    // what the switch modelAway does, a sentence
}

// Creator is whose profile the fans write to.
type Creator struct {
	Name   string `json:"name"`
	Handle string `json:"handle"` // without @
	ID     int64  `json:"id"`
}

// Bot is the account the secretary works through.
type Bot struct {
	Name     string `json:"name"`
	Username string `json:"username"` // without @
}

// Fan is somebody who writes to the creator.
type Fan struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Handle   string `json:"handle"`
	Language string `json:"language"`
	Blocked  bool   `json:"blocked"`  // has blocked the creator
	Typing   bool   `json:"typing"`   // sees the creator typing
	ReadUpTo int64  `json:"readUpTo"` // newest message marked as read
	Unread   int    `json:"unread"`   // messages neither read nor answered
}

// Message stands in the chat between a fan and the creator.
type Message struct {
	ID      int64  `json:"id"`
	From    string `json:"from"` // "fan" or "creator"
	Via     string `json:"via"`  // "bot" or "hand" for the creator's, "" for the fan's
	Text    string `json:"text"`
	Kind    string `json:"kind"`           // "text", "photo", "voice", "sticker"
	Note    string `json:"note,omitempty"` // like "0:07"
	Date    int64  `json:"date"`
	Edited  bool   `json:"edited"`
	Deleted bool   `json:"deleted"` // always false: what is deleted is gone from both phones
	Read    bool   `json:"read"`    // a fan's: marked as read in the creator's name
}

// BotMessage stands in the creator's chat with the bot.
type BotMessage struct {
	ID         int64      `json:"id"`
	From       string     `json:"from"` // "bot" or "creator"
	HTML       string     `json:"html"` // safe: see safeHTML
	Text       string     `json:"text"` // the same without markup
	Buttons    [][]Button `json:"buttons"`
	ForceReply bool       `json:"forceReply"`
	ReplyTo    int64      `json:"replyTo"` // id, or 0
	Date       int64      `json:"date"`
	Edited     bool       `json:"edited"`
}

// Button has either Data, for the verb tap, or an URL.
type Button struct {
	Text string `json:"text"`
	Data string `json:"data"`
	URL  string `json:"url"`
}

// Command is an entry of the bot's menu.
type Command struct {
	Command     string `json:"command"` // without slash
	Description string `json:"description"`
}

// Process is the secretary, the child process.
type Process struct {
	Up       bool `json:"up"`
	PID      int  `json:"pid"` // 0 while it is down
	Restarts int  `json:"restarts"`
}

// Toast is the bot's last short answer to a tap.
type Toast struct {
	Text  string `json:"text"`
	Alert bool   `json:"alert"` // to be closed by hand
	N     int    `json:"n"`     // counts the answers; 0: none yet
}

// state looks at everything.
func (w *world) state() State {
	w.mu.Lock()
	s := State{Seq: w.seq, Steps: append([]Step{}, w.steps...), Switches: w.switches, Process: w.process, Scene: w.scene, Toast: w.toast}
	fans := append([]*sandbox.Person{}, w.fans...)
	for _, f := range fans {
		u := f.User()
		s.Fans = append(s.Fans, Fan{ID: u.ID, Name: u.FirstName, Handle: u.Username, Language: u.LanguageCode, Blocked: w.blocked[u.ID],
			Typing: w.typing[u.ID].After(time.Now())})
	}
	w.mu.Unlock()
	s.Persona = Persona{Drafter: w.drafter.name(), Label: w.drafter.label, Away: w.drafter.away()}
	u, bot := w.creator.User(), w.telegram.Bot()
	s.Creator = Creator{Name: u.FirstName, Handle: u.Username, ID: u.ID}
	s.Bot = Bot{Name: bot.FirstName, Username: bot.Username}
	s.Chats = map[string][]Message{}
	for i, f := range fans {
		w.addChat(&s, &s.Fans[i], f)
	}
	s.BotChat = w.botChat()
	s.Commands = []Command{}
	for _, c := range w.creator.Commands() {
		s.Commands = append(s.Commands, Command{c.Command, c.Description})
	}
	return s
}

// addChat adds a fan's chat, and what can be read from it about the fan.
func (w *world) addChat(s *State, fan *Fan, person *sandbox.Person) {
	fan.ReadUpTo = w.telegram.ReadMark(w.creator, person)
	chat := []Message{}
	for _, m := range person.With(w.creator) {
		out := Message{ID: m.ID, From: "fan", Text: m.Text, Kind: m.Kind, Note: w.note(m.ID), Date: m.Date.Unix(), Edited: !m.Edited.IsZero(),
			Read: m.ID <= fan.ReadUpTo}
		switch {
		case m.From != person:
			out.From, out.Via, out.Read = "creator", "hand", true
			if m.ViaBot {
				out.Via = "bot"
			}
			fan.Unread = 0
		case !out.Read:
			fan.Unread++
		}
		chat = append(chat, out)
	}
	s.Chats[strconv.FormatInt(person.ID(), 10)] = chat
}

func (w *world) note(message int64) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.notes[message]
}

func (w *world) botChat() []BotMessage {
	out := []BotMessage{}
	for _, m := range w.creator.Chat() {
		b := BotMessage{ID: m.ID, From: "creator", HTML: safeHTML(escape(m.Text)), Text: m.Text, Buttons: [][]Button{}, ForceReply: m.ForceReply,
			ReplyTo: m.ReplyTo, Date: m.Date.Unix(), Edited: !m.Edited.IsZero()}
		if m.FromBot {
			b.From = "bot"
			if m.Source != m.Text {
				b.HTML = safeHTML(m.Source)
			}
		}
		for _, row := range m.Buttons {
			cells := []Button{}
			for _, c := range row {
				cells = append(cells, Button(c))
			}
			b.Buttons = append(b.Buttons, cells)
		}
		out = append(out, b)
	}
	return out
}
