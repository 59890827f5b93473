package store

// Person is a fan's wish to talk to a person.
type Person struct {
	Since int64  // the message that said so; 0: no such wish, or the creator lifted it
	Mode  string // the fan's Mode before; it decides whether the parting sentence may go by itself
	Told  bool   // the parting sentence was sent
}

// wantsPerson notes a fan's wish for a person. It holds until the creator
// chooses a mode for this fan.
func (t *tx) wantsPerson(f *Fan, e Event, o *Outcome) error {
	if e.Message.Author != AuthorFan || e.Message.ID <= f.Answered {
		return nil
	}
	settings, err := t.settings()
	if err != nil {
		return err
	}
	if f.Person.Since == 0 {
		f.Person.Mode = f.Mode
	}
	f.Person.Since = e.Message.ID
	if settings.mode(f.Mode) != ModeOff {
		f.Mode = ModeApprove
	}
	o.Person = true
	_, err = t.notify(*e.Person)
	return err
}
