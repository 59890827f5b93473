package store

// DraftByCard reads the draft that a message in the creator's chat belongs to:
// any message ever given to CardShown or AddPrompt. ErrNotFound otherwise.
func (s *Store) DraftByCard(message int64) (Draft, error) { return Draft{}, errUnbuilt }

// CardShown records that the draft's card now stands in these messages, the
// last one with the buttons; none means the same ones as before. The look is
// Draft.Look of the draft the card was drawn from: if the draft has changed
// since, the card stays dirty. An empty look never leaves it dirty.
func (s *Store) CardShown(draft uint64, messages []int64, hash, look string) error {
	return errUnbuilt
}

// Force asks for the draft's card to be shown now and afresh, at the end of
// the creator's chat, however many are open.
func (s *Store) Force(draft uint64) error { return errUnbuilt }

// AddPrompt records a force-reply prompt asked for the draft. A reply to it is
// a reply to the card.
func (s *Store) AddPrompt(draft uint64, message int64) error { return errUnbuilt }

// TakePrompts returns the draft's prompts and forgets them as open ones, to be
// removed from the chat. DraftByCard still knows them.
func (s *Store) TakePrompts(draft uint64) ([]int64, error) { return nil, errUnbuilt }

// Cards reads what the card writer has to do now, in this order: drafts whose
// card is shown but dirty, and those that must be shown whatever is open (in
// countdown, unknown, forced, failed); then, while fewer than slots cards ask
// the creator, the most urgent drafts not yet shown.
func (s *Store) Cards(slots int) ([]Draft, error) { return nil, errUnbuilt }
