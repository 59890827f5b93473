package config

import (
	"errors"
	"path/filepath"
	"strings"
)

const maxToken = 4096 // bytes of a token file

// places makes the paths absolute and keeps the key away from what it seals.
func (l *loader) places(c *Config) {
	for _, place := range []*string{&c.DataDir, &c.DataKeyFile, &c.Persona.File, &c.Telegram.TokenFile, &c.Backup.Dir} {
		if *place != "" && !filepath.IsAbs(*place) {
			*place = filepath.Join(l.folder, *place)
		}
		if *place != "" {
			*place = filepath.Clean(*place)
		}
	}
	if c.Backup.Dir == "" && c.DataDir != "" {
		c.Backup.Dir = filepath.Join(c.DataDir, "backups")
	}
	if c.Backup.Send && c.Backup.Recipient == "" && !l.bad["backup.recipient"] {
		l.report(&Error{Key: "backup.send", Variable: l.variables["backup.send"], Value: "true",
			Problem: "needs backup.recipient: only encrypted copies leave this machine"})
	}
	if inside(c.DataKeyFile, c.DataDir) && !l.bad["data_dir"] && !l.bad["data_key_file"] {
		l.report(&Error{
			Key: "data_key_file", Variable: l.variables["data_key_file"], Value: quote("", c.DataKeyFile),
			Problem: "must be outside data_dir (" + c.DataDir + "), so that no copy of the data brings its key along",
		})
	}
}

// inside says whether file is in folder or is the folder itself, links followed.
func inside(file, folder string) bool {
	relative, err := filepath.Rel(resolve(folder), resolve(file))
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// resolve follows links as far as the path exists.
func resolve(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path
	}
	return filepath.Join(resolve(parent), filepath.Base(path))
}

// token finds the bot's token: it is given itself or stands in a file.
func (l *loader) token(c *Config) {
	const own, file = "telegram.token", "telegram.token_file"
	switch {
	case l.bad[own] || l.bad[file]:
	case c.Telegram.Token != "" && c.Telegram.TokenFile != "":
		l.report(&Error{Key: own, Variable: l.variables[own], Problem: "is set, and telegram.token_file too; keep one of them"})
	case c.Telegram.TokenFile != "":
		token, err := readToken(c.Telegram.TokenFile)
		if err != nil {
			l.report(&Error{Key: file, Variable: l.variables[file], Value: quote("", c.Telegram.TokenFile), Problem: err.Error()})
		}
		c.Telegram.Token = token
	case c.Telegram.Token == "" && !l.unread:
		l.report(&Error{Key: own, Problem: "is not set, and telegram.token_file neither; one of them is needed" + l.hint()})
	}
}

func (l *loader) hint() string {
	if !l.noFile {
		return ""
	}
	return "; there is no " + DefaultFile + " in " + l.folder + ", `secretary init` writes one"
}

func readToken(name string) (Secret, error) {
	content, err := readLimited(name, maxToken)
	if err != nil {
		return "", errors.New("cannot be read: " + err.Error())
	}
	token := strings.TrimSpace(string(content))
	switch {
	case token == "":
		return "", errors.New("is empty; it must hold the bot's token")
	case !tokenShape.MatchString(token):
		return "", errors.New("must hold " + tokenAllowed + ", and nothing else")
	}
	return Secret(token), nil
}
