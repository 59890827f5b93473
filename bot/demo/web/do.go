package web

import (
	"regexp"
	"strings"
	"unicode/utf16"

	"secretary/bot/sandbox"
)

const (
	maxFans  = 50
	maxText  = 4096 // UTF-16 units, as in Telegram
	maxName  = 64
	maxVoice = 3600 // seconds
)

// Deed is a request to /api/do. Which fields count depends on Do, see the
// package documentation.
type Deed struct {
	Do       string `json:"do"`
	Fan      int64  `json:"fan"`
	ID       int64  `json:"id"`
	Message  int64  `json:"message"`
	ReplyTo  int64  `json:"replyTo"`
	Name     string `json:"name"` // of a fan, or of a switch
	Handle   string `json:"handle"`
	Language string `json:"language"`
	Text     string `json:"text"`
	Caption  string `json:"caption"`
	Data     string `json:"data"`
	Seconds  int    `json:"seconds"`
	N        int    `json:"n"`
	On       bool   `json:"on"`
}

type result map[string]any

// refusal is an error in a sentence for the page: what was asked cannot be.
type refusal string

func (r refusal) Error() string { return string(r) }

// do carries out a deed. An error that is no refusal is trouble of the demo's
// own.
func (w *world) do(d Deed) (result, error) {
	switch d.Do {
	case "fanAdd":
		return w.doAdd(d)
	case "fanWrites", "fanEdits", "creatorWrites":
		return w.doText(d)
	case "fanDeletes", "fanPhoto", "fanVoice", "fanBlocks":
		return w.doChat(d)
	case "tap":
		return w.doTap(d)
	case "botSend":
		text, err := message(d.Text)
		if err != nil {
			return nil, err
		}
		return result{"id": w.creator.Replies(d.ReplyTo, text)}, nil
	case "switch":
		if d.Name == "windowSoon" && d.On {
			return w.closeWindow(d.Fan)
		}
		return result{}, w.turn(d.Name, d.On)
	case "restart":
		return result{}, w.restart()
	case "scene":
		return result{}, w.enter(d.N)
	case "sceneNext":
		return result{}, w.enter(w.sceneNumber() + 1)
	case "sceneSkip":
		w.skip()
		return result{}, nil
	}
	return nil, refusal(noSuchVerb(d.Do))
}

var (
	handles   = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_]{3,31})?$`)
	languages = regexp.MustCompile(`^([a-z]{2,3}(-[A-Za-z0-9]{2,8})?)?$`)
)

func (w *world) doAdd(d Deed) (result, error) {
	name, handle := strings.TrimSpace(d.Name), strings.TrimPrefix(strings.TrimSpace(d.Handle), "@")
	w.mu.Lock()
	full := len(w.fans) >= maxFans
	w.mu.Unlock()
	switch {
	case name == "" || len([]rune(name)) > maxName:
		return nil, refusal(badName)
	case !handles.MatchString(handle):
		return nil, refusal(badHandle)
	case !languages.MatchString(d.Language):
		return nil, refusal(badLanguage)
	case full:
		return nil, refusal(tooManyFans)
	}
	return result{"fan": w.addFan(name, handle, d.Language).ID()}, nil
}

// doText is what is said in words between a fan and the creator.
func (w *world) doText(d Deed) (result, error) {
	fan := w.fan(d.Fan)
	if fan == nil {
		return nil, refusal(noSuchFan)
	}
	text, err := message(d.Text)
	switch {
	case err != nil:
		return nil, err
	case d.Do == "fanEdits":
		fan.Edits(w.creator, d.ID, text)
		return result{}, nil
	case d.Do == "creatorWrites":
		return result{"id": w.creator.Writes(fan, text)}, nil
	}
	return result{"id": fan.Writes(w.creator, text)}, nil
}

// doChat is what else a fan can do there.
func (w *world) doChat(d Deed) (result, error) {
	fan := w.fan(d.Fan)
	if fan == nil {
		return nil, refusal(noSuchFan)
	}
	switch d.Do {
	case "fanDeletes":
		fan.Deletes(w.creator, d.ID)
	case "fanBlocks":
		w.block(fan, d.On)
	case "fanPhoto":
		if len(utf16.Encode([]rune(d.Caption))) > maxText {
			return nil, refusal(badText)
		}
		return result{"id": fan.WritesPhoto(w.creator, strings.TrimSpace(d.Caption))}, nil
	case "fanVoice":
		if d.Seconds < 1 || d.Seconds > maxVoice {
			return nil, refusal(badVoice)
		}
		id := fan.WritesVoice(w.creator, d.Seconds)
		w.change(func() { w.notes[id] = duration(d.Seconds) })
		return result{"id": id}, nil
	}
	return result{}, nil
}

func (w *world) block(fan *sandbox.Person, on bool) {
	w.change(func() { w.blocked[fan.ID()] = on })
	if on {
		fan.Blocks(w.creator)
	} else {
		fan.Unblocks(w.creator)
	}
}

// doTap presses a button and waits for the bot's answer, as the app does.
func (w *world) doTap(d Deed) (result, error) {
	if d.Data == "" || len(d.Data) > 64 {
		return nil, refusal(badButton)
	}
	answer, err := w.creator.TapsData(d.Message, d.Data)
	if err != nil {
		return nil, refusal(badButton)
	}
	if !answer.Answered {
		answer.Text = noAnswer
	}
	w.change(func() { w.toast = Toast{Text: answer.Text, Alert: answer.Alert, N: w.toast.N + 1} })
	return result{"text": answer.Text, "alert": answer.Alert}, nil
}

// message is a text as Telegram would take it.
func message(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" || len(utf16.Encode([]rune(text))) > maxText {
		return "", refusal(badText)
	}
	return text, nil
}
