package store

import (
	"bytes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/crypto/chacha20poly1305"

	"secretary/store/regular"
)

// Key seals every value in the data file (XChaCha20-Poly1305). It is kept in
// a file of its own, apart from the data.
type Key [32]byte

// LoadKey reads the key file at path: 32 bytes in base64 and a newline.
//
// If there is no key file, existing decides: false makes a new random key
// (0600); true means a data file is already there, which no new key can open,
// and gives ErrKeyMissing. A file that holds no key gives ErrWrongKey.
func LoadKey(path string, existing bool) (Key, error) {
	if err := regular.Check(path); err != nil {
		return Key{}, fmt.Errorf("read key file: %w", err)
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if existing {
			return Key{}, fmt.Errorf("%w: there is no file %q, and the data cannot be read without it; put the key file back", ErrKeyMissing, path)
		}
		return makeKey(path)
	}
	if err != nil {
		return Key{}, fmt.Errorf("read key file: %w", err)
	}
	raw, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(text)))
	if err != nil || len(raw) != len(Key{}) {
		return Key{}, fmt.Errorf("%w: the file %q does not hold 32 bytes in base64", ErrWrongKey, path)
	}
	return Key(raw), nil
}

// makeKey never overwrites: with a second process doing the same, one of the
// two fails instead of sealing data with a key that is gone.
func makeKey(path string) (Key, error) {
	var key Key
	_, _ = rand.Read(key[:]) // never fails: the program ends if there is no randomness
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Key{}, fmt.Errorf("make folder of key file: %w", err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Key{}, fmt.Errorf("make key file: %w", err)
	}
	_, err = file.WriteString(base64.StdEncoding.EncodeToString(key[:]) + "\n")
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		_ = os.Remove(path)
		return Key{}, fmt.Errorf("write key file: %w", err)
	}
	return key, nil
}

// sealVersion is the first byte of every sealed value: a record in
// XChaCha20-Poly1305 with a random nonce, bound to its bucket and key.
const sealVersion = 1

// errSeal is what opening a value with another key or after damage looks like:
// the two cannot be told apart.
var errSeal = errors.New("sealed value does not open")

type sealer struct {
	aead  cipher.AEAD
	names []byte // key of the hashes that stand for names in bucket keys
}

func newSealer(key Key) (*sealer, error) {
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return nil, fmt.Errorf("use key: %w", err)
	}
	mac := hmac.New(sha256.New, key[:])
	mac.Write([]byte("names in bucket keys"))
	return &sealer{aead: aead, names: mac.Sum(nil)}, nil
}

// sealBytes makes the stored form of a value. Bucket and key are authenticated
// with it, so a value moved elsewhere in the file does not open there.
func (s *sealer) sealBytes(bucket string, key, plain []byte) []byte {
	head := 1 + s.aead.NonceSize()
	out := make([]byte, head, head+len(plain)+s.aead.Overhead())
	out[0] = sealVersion
	_, _ = rand.Read(out[1:head])
	return s.aead.Seal(out, out[1:head], plain, place(bucket, key))
}

// openBytes is the reverse of sealBytes; the result does not share memory with
// sealed, which dies with its transaction.
func (s *sealer) openBytes(bucket string, key, sealed []byte) ([]byte, error) {
	head := 1 + s.aead.NonceSize()
	if len(sealed) < head || sealed[0] != sealVersion {
		return nil, errSeal
	}
	plain, err := s.aead.Open(nil, sealed[1:head], sealed[head:], place(bucket, key))
	if err != nil {
		return nil, errSeal
	}
	return plain, nil
}

// nameKey is the bucket key of a record that is known by a word, not a number.
func (s *sealer) nameKey(name string) []byte {
	mac := hmac.New(sha256.New, s.names)
	mac.Write([]byte(name))
	return mac.Sum(nil)
}

func place(bucket string, key []byte) []byte {
	return append(append([]byte(bucket), 0), key...)
}
