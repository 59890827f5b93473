package sandbox

import (
	"encoding/json"
	"regexp"
	"unicode/utf8"
)

func init() {
	handlers["setMyCommands"] = (*Server).setMyCommands
	handlers["getMyCommands"] = (*Server).getMyCommands
	handlers["deleteMyCommands"] = (*Server).deleteMyCommands
}

// menuKey is where a command menu belongs: a scope, one person's chat for the
// scopes of a chat, and a language ("" for all others).
type menuKey struct {
	scope    string
	chat     int64
	language string
}

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (s *Server) setMyCommands(q *query) answer {
	commands, f := parseCommands(q)
	if f != nil {
		return answer{failure: f}
	}
	key, f := s.menuKey(q)
	if f != nil {
		return answer{failure: f}
	}
	if f := checkCommands(commands); f != nil {
		return answer{failure: f}
	}
	s.menus[key] = commands
	if len(commands) == 0 {
		delete(s.menus, key)
	}
	s.emit(Event{Kind: "server"})
	return answer{result: true}
}

func (s *Server) getMyCommands(q *query) answer {
	key, f := s.menuKey(q)
	if f != nil {
		return answer{failure: f}
	}
	list := []object{}
	for _, c := range s.menus[key] {
		list = append(list, object{"command": c.Command, "description": c.Description})
	}
	return answer{result: list}
}

func (s *Server) deleteMyCommands(q *query) answer {
	key, f := s.menuKey(q)
	if f != nil {
		return answer{failure: f}
	}
	delete(s.menus, key)
	s.emit(Event{Kind: "server"})
	return answer{result: true}
}

func parseCommands(q *query) ([]Command, *failure) {
	text := q.text("commands")
	if text == "" {
		return nil, nil
	}
	value, err := decode([]byte(text))
	if err != nil {
		return nil, bad("Can't parse commands JSON object")
	}
	list, ok := value.([]any)
	if !ok {
		return nil, bad("Expected an Array of BotCommand")
	}
	var commands []Command
	for _, v := range list {
		given, ok := v.(map[string]any)
		if !ok {
			return nil, bad("Can't parse BotCommand: expected an Object")
		}
		name, err := stringField(given, "command", true)
		description, err2 := stringField(given, "description", true)
		for _, err := range []error{err, err2} {
			if err != nil {
				return nil, bad("Can't parse BotCommand: " + err.Error())
			}
		}
		commands = append(commands, Command{name, description})
	}
	return commands, nil
}

func checkCommands(commands []Command) *failure {
	for i := range commands {
		c := &commands[i]
		if len(c.Command) > 0 && c.Command[0] == '/' {
			c.Command = c.Command[1:]
		}
		switch {
		case c.Command == "":
			return bad("Command must be non-empty")
		case utf8.RuneCountInString(c.Command) > 32:
			return bad("Command length must not exceed 32")
		case c.Description == "":
			return bad("Command description must be non-empty")
		case utf8.RuneCountInString(c.Description) > 256:
			return bad("Command description length must not exceed 256")
		case !commandName.MatchString(c.Command):
			return bad("BOT_COMMAND_INVALID")
		}
	}
	if len(commands) > 100 {
		return bad("BOT_COMMANDS_TOO_MUCH")
	}
	return nil
}

// menuKey reads scope and language_code.
func (s *Server) menuKey(q *query) (menuKey, *failure) {
	key := menuKey{scope: "default", language: q.text("language_code")}
	text := q.text("scope")
	if text == "" {
		return key, nil
	}
	value, err := decode([]byte(text))
	if err != nil {
		return key, bad("Can't parse BotCommandScope JSON object")
	}
	given, ok := value.(map[string]any)
	if !ok {
		return key, bad("Can't parse BotCommandScope: BotCommandScope must be an Object")
	}
	if key.scope, err = stringField(given, "type", true); err != nil {
		return key, bad("Can't parse BotCommandScope: " + err.Error())
	}
	switch key.scope {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		return key, nil
	case "chat":
	case "chat_administrators", "chat_member":
		return key, bad("chat not found") // groups are not played
	default:
		return key, bad("Can't parse BotCommandScope: Unsupported type specified")
	}
	return key, s.scopeChat(&key, given)
}

func (s *Server) scopeChat(key *menuKey, given map[string]any) *failure {
	id, err := stringField(given, "chat_id", true)
	if err != nil {
		return bad("Can't parse BotCommandScope: " + err.Error())
	}
	if id == "" {
		return bad("Can't parse BotCommandScope: Empty chat_id specified")
	}
	key.chat = number(json.Number(id))
	if p := s.person(key.chat); p == nil || !s.met[key.chat] {
		return bad("chat not found")
	}
	return nil
}

// Commands returns the bot's command menu as the person sees it, by Telegram's
// order of scopes: this chat, all private chats, default; in each the person's
// language before the general one.
func (p *Person) Commands() []Command {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range []menuKey{{"chat", p.user.ID, ""}, {"all_private_chats", 0, ""}, {"default", 0, ""}} {
		for _, language := range []string{p.user.LanguageCode, ""} {
			key.language = language
			if menu := s.menus[key]; len(menu) > 0 {
				return append([]Command(nil), menu...)
			}
		}
	}
	return nil
}
