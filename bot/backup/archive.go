package backup

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"

	"secretary/store/regular"
)

// Names within an encrypted copy.
const (
	dataName = "secretary.db"
	keyName  = "data.key"
)

// magic begins every age file.
var magic = []byte("age-encryption.org/")

// encrypt writes the data file and its key as a tar archive for the recipient.
func encrypt(w io.Writer, to age.Recipient, dataFile, keyFile string) error {
	locked, err := age.Encrypt(w, to)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(locked)
	for _, f := range []struct{ name, path string }{{keyName, keyFile}, {dataName, dataFile}} {
		if err := pack(archive, f.name, f.path); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), locked.Close())
}

func pack(archive *tar.Writer, name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	header := &tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime(), Format: tar.FormatPAX}
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err = io.Copy(archive, f)
	return err
}

// Errors of Unpack.
var (
	ErrIdentityNeeded = errors.New("the backup is encrypted: its age identity is needed")
	ErrIdentity       = errors.New("this age identity does not open the backup")
)

// Unpack lays a copy into folder: the data file, and for an encrypted copy the
// data key too (keyFile is empty otherwise). identities is the content of an
// age identity file, only used for an encrypted copy.
func Unpack(path string, identities []byte, folder string) (dataFile, keyFile string, err error) {
	if err := regular.Check(path); err != nil {
		return "", "", fmt.Errorf("open backup: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", "", fmt.Errorf("open backup: %w", err)
	}
	defer f.Close()
	head := make([]byte, len(magic))
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", "", fmt.Errorf("read backup: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return "", "", fmt.Errorf("read backup: %w", err)
	}
	dataFile = filepath.Join(folder, dataName)
	if !bytes.Equal(head[:n], magic) {
		err = write(dataFile, func(w io.Writer) (int64, error) { return io.Copy(w, f) })
		if err != nil {
			err = fmt.Errorf("copy backup: %w", err)
		}
		return dataFile, "", err
	}
	return dataFile, filepath.Join(folder, keyName), decrypt(f, identities, folder)
}

func decrypt(r io.Reader, identities []byte, folder string) error {
	if len(identities) == 0 {
		return ErrIdentityNeeded
	}
	known, err := age.ParseIdentities(bytes.NewReader(identities))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrIdentity, err)
	}
	open, err := age.Decrypt(r, known...)
	var wrong *age.NoIdentityMatchError
	if errors.As(err, &wrong) {
		return ErrIdentity
	}
	if err != nil {
		return fmt.Errorf("decrypt backup: %w", err)
	}
	archive := tar.NewReader(open)
	found := map[string]bool{}
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("decrypt backup: %w", err)
		}
		if header.Name != dataName && header.Name != keyName || found[header.Name] {
			return fmt.Errorf("decrypt backup: it holds %q, which is none of ours", header.Name)
		}
		found[header.Name] = true
		if err := write(filepath.Join(folder, header.Name), func(w io.Writer) (int64, error) { return io.Copy(w, archive) }); err != nil {
			return fmt.Errorf("decrypt backup: %w", err)
		}
	}
	if _, err := io.Copy(io.Discard, open); err != nil { // to the end: age says there whether all of it is genuine
		return fmt.Errorf("decrypt backup: %w", err)
	}
	if !found[dataName] || !found[keyName] {
		return errors.New("decrypt backup: it is incomplete")
	}
	return nil
}
