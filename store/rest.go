package store

// Rest gives back to the system the memory that holds pages of the data file
// which were read. They stay in the system's cache as long as it has room, so
// the next reader hardly notices; but a program that has looked through a large
// archive once does not look large for ever.
func (s *Store) Rest() error {
	return s.view("give back memory", func(t *tx) error {
		t.release()
		return nil
	})
}
