package store

// takenBack records replies that were deleted in the chat soon after they were
// sent. With a fan's own message among the deleted ones somebody cleared the
// chat, which says nothing about a reply. Telegram does not tell who deleted: a
// fan can do it too, and makes the program ask more, never less.
func (t *tx) takenBack(f *Fan, ids []int64) error {
	var replies []Message
	for _, id := range ids {
		m, known, err := t.message(f.ID, id)
		if err != nil {
			return err
		}
		switch {
		case !known || m.Deleted:
		case m.Author == AuthorFan:
			return nil
		default:
			replies = append(replies, m)
		}
	}
	for _, m := range replies {
		if err := t.regretted(m, Decision{Act: ActDeleted}.label(false, true)); err != nil {
			return err
		}
	}
	return nil
}

// regretted records that something became of a reply after it was sent. It
// takes the place of what was thought of the draft when it went out: an
// automatic reply gets its first label by it. Where the creator's own words
// went out, or a typo was put right, the draft is judged already.
func (t *tx) regretted(m Message, e Decision) error {
	if m.Author != AuthorBot || m.Draft == 0 || t.now.Sub(m.Date) > regret {
		return nil
	}
	d, err := t.draft(m.Draft)
	if err != nil || d.SentID != m.ID { // a disclosure line is no draft
		return err
	}
	e.By, e.Replaces = d.Fan.Owner, d.Label
	if d.Own || *e.Accepted {
		e.Accepted, e.Replaces = nil, 0
	}
	return t.record(d, e)
}
