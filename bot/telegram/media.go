package telegram

// PhotoSize is one size of a picture.
type PhotoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int64  `json:"width"`
	Height       int64  `json:"height"`
	FileSize     int64  `json:"file_size,omitempty"` // bytes
}

// File is a video, round video, voice message, song, document or GIF; what
// does not belong to a kind stays empty.
type File struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Duration     int64  `json:"duration,omitempty"` // seconds
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int64  `json:"file_size,omitempty"` // bytes
	Performer    string `json:"performer,omitempty"` // songs only
	Title        string `json:"title,omitempty"`     // songs only
}

// Sticker is a sticker; Emoji is what it stands for.
type Sticker struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Emoji        string `json:"emoji,omitempty"`
	SetName      string `json:"set_name,omitempty"`
}

// Location is a point on the map, in degrees.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Venue is a named place.
type Venue struct {
	Title   string `json:"title"`
	Address string `json:"address"`
}

// Contact is a shared address-book entry.
type Contact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name,omitempty"`
	UserID      int64  `json:"user_id,omitempty"`
}

// Poll is a native poll or quiz.
type Poll struct {
	ID       string `json:"id"`
	Question string `json:"question"`
}

// Dice is an animated emoji with a random value.
type Dice struct {
	Emoji string `json:"emoji"`
	Value int64  `json:"value"`
}

// Story is a forwarded story.
type Story struct {
	ID   int64 `json:"id"`
	Chat Chat  `json:"chat"`
}

// PaidMediaInfo is media that must be bought; StarCount is its price in
// Telegram Stars.
type PaidMediaInfo struct {
	StarCount int64 `json:"star_count"`
}

// GiftInfo is a regular gift that was given; Text is the giver's own words.
type GiftInfo struct {
	Gift Gift   `json:"gift"`
	Text string `json:"text,omitempty"`
}

// Gift is a gift as the shop sells it; StarCount is its price in Stars.
type Gift struct {
	ID        string `json:"id"`
	StarCount int64  `json:"star_count"`
}

// UniqueGiftInfo is a collectible gift that was given.
type UniqueGiftInfo struct {
	Gift UniqueGift `json:"gift"`
}

// UniqueGift is a collectible, one of its kind.
type UniqueGift struct {
	BaseName string `json:"base_name"`
	Number   int64  `json:"number"`
}

// Checklist is a to-do list in a message.
type Checklist struct {
	Title string `json:"title"`
}
