package config

import (
	"cmp"
	"os"
	"path/filepath"
)

// Exposed gives the files with a secret in them that every user of this machine
// may read: the configuration at path (as for Load) where the token stands in it,
// the token file, the data key. given says that the token came from a variable.
func (c Config) Exposed(path string, given bool) []string {
	files := []string{c.DataKeyFile}
	switch {
	case c.Telegram.TokenFile != "":
		files = append(files, c.Telegram.TokenFile)
	case !given:
		files = append(files, cmp.Or(path, DefaultFile))
	}
	var open []string
	for _, file := range files {
		if absolute, err := filepath.Abs(file); err == nil && everybodyReads(absolute) {
			open = append(open, absolute)
		}
	}
	return open
}

// everybodyReads also asks whether everybody gets to the file.
func everybodyReads(file string) bool {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o004 == 0 {
		return false
	}
	for folder := filepath.Dir(resolve(file)); ; folder = filepath.Dir(folder) {
		info, err := os.Stat(folder)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if folder == filepath.Dir(folder) {
			return true
		}
	}
}
