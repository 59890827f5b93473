package store

import bolt "go.etcd.io/bbolt"

// Part is what the records of one kind, or the entries of one index, take in the
// data file.
type Part struct {
	Name    string
	Records int
	Seals   int   // values sealed: less than Records where several are sealed together
	Keys    int64 // bytes of keys and of values
	Values  int64
	Pages   int64   // bytes of the pages they lie in
	Fill    float64 // how much of those pages is in use, 0 to 1
}

// Parts measures the data file, by name. It reads all of it.
func (s *Store) Parts() ([]Part, error) {
	var parts []Part
	err := s.view("measure data file", func(t *tx) error {
		return t.bolt.ForEach(func(name []byte, b *bolt.Bucket) error {
			p, err := t.part(string(name), b)
			parts = append(parts, p)
			return err
		})
	})
	return parts, err
}

func (t *tx) part(name string, b *bolt.Bucket) (Part, error) {
	stats := b.Stats()
	p := Part{Name: name, Records: stats.KeyN, Seals: stats.KeyN, Pages: int64(stats.BranchAlloc + stats.LeafAlloc)}
	if p.Pages > 0 {
		p.Fill = float64(stats.BranchInuse+stats.LeafInuse) / float64(p.Pages)
	}
	err := b.ForEach(func(key, value []byte) error {
		p.Keys += int64(len(key))
		p.Values += int64(len(value))
		return nil
	})
	if err == nil && inBlocks(name) {
		p.Records, err = t.countInBlocks(name)
	}
	return p, err
}

func (t *tx) countInBlocks(name string) (n int, err error) {
	for _, err := range t.ascend(name, nil) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
