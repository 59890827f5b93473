package sandbox

import (
	"net/url"
	"strings"
)

// checkedLink returns the link as Telegram keeps it; empty if it is none.
func checkedLink(link string) string {
	link = strings.TrimSpace(link)
	if scheme, _, ok := strings.Cut(link, "://"); !ok {
		link = "http://" + link
	} else if s := strings.ToLower(scheme); s != "http" && s != "https" && s != "tg" && s != "ton" {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || strings.ContainsAny(u.Host, " <>\"") {
		return ""
	}
	if u.Scheme == "tg" || u.Scheme == "ton" {
		return link
	}
	if !strings.Contains(u.Hostname(), ".") {
		return ""
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

// htmlEntity decodes the reference at text[at]; 0 if it is none Telegram knows.
func htmlEntity(text string, at int) (rune, int) {
	end := at + 1
	code := uint32(0)
	if rest := text[end:]; strings.HasPrefix(rest, "#") {
		end++
		digits, base := "0123456789", uint32(10)
		if strings.HasPrefix(rest, "#x") {
			end++
			digits, base = "0123456789abcdef", 16
		}
		for end < len(text) {
			d := strings.IndexByte(digits, text[end]|0x20)
			if base == 10 {
				d = strings.IndexByte(digits, text[end])
			}
			if d < 0 {
				break
			}
			code = code*base + uint32(d)
			end++
		}
		if code == 0 || code >= 0x10ffff || end-at >= 10 {
			return 0, at
		}
	} else {
		for end < len(text) && (text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z') {
			end++
		}
		code = map[string]uint32{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}[text[at+1:end]]
		if code == 0 {
			return 0, at
		}
	}
	if end < len(text) && text[end] == ';' {
		end++
	}
	return rune(code), end
}
