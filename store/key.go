package store

// Key seals every value in the data file (XChaCha20-Poly1305). It is kept in
// a file of its own, apart from the data.
type Key [32]byte

// LoadKey reads the key file at path: 32 bytes in base64 and a newline.
//
// If there is no key file, existing decides: false makes a new random key
// (0600); true means a data file is already there, which no new key can open,
// and gives ErrKeyMissing. A file that holds no key gives ErrWrongKey.
func LoadKey(path string, existing bool) (Key, error) { return Key{}, errUnbuilt }
