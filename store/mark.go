package store

// openKey stands in the meta bucket for as long as the file is open, and stays
// there when the program dies. It is in the clear and holds nothing.
var openKey = []byte("open")

// markOpen sets the mark, and tells whether the last run left it behind.
func (t *tx) markOpen() (left bool, err error) {
	meta := t.bucket(metaBucket)
	t.wrote = true
	return meta.Get(openKey) != nil, meta.Put(openKey, []byte{1})
}

// markClosed takes the mark away, unless an earlier run left it behind and
// nobody has looked through the file since. Where that cannot be written the
// file is looked through once more than needed.
func (s *Store) markClosed() {
	if !s.marked || s.unclean.Load() {
		return
	}
	_ = s.update("mark data file as closed", func(t *tx) error {
		t.wrote = true
		return t.bucket(metaBucket).Delete(openKey)
	})
}

// Unclean tells that the last run did not close the file: the program was
// killed, the power went, or the file is a copy made while it was in use. It
// holds until Examine has found the file sound.
func (s *Store) Unclean() bool { return s.unclean.Load() }
