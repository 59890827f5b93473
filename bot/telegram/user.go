package telegram

import "strings"

// User is a Telegram account, a person's or a bot's.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"` // IETF tag of the app's language; often missing
	// CanConnectToBusiness says that Secretary Mode is on. Only getMe fills it.
	CanConnectToBusiness bool `json:"can_connect_to_business,omitempty"`
}

// Name returns first and last name as one text; it may be empty.
func (u User) Name() string { return fullName(u.FirstName, u.LastName) }

// Chat is a conversation. In a business update it is the fan: the id of the
// chat is the fan's user id.
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"` // private, group, supergroup or channel
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

// Name returns the person's first and last name, or the title of a group.
func (c Chat) Name() string {
	if c.Title != "" {
		return c.Title
	}
	return fullName(c.FirstName, c.LastName)
}

func fullName(first, last string) string { return strings.TrimSpace(first + " " + last) }
