package telegram

import (
	"slices"
	"strings"
)

// key is the token in use and those used before it, which no text may show
// either: a call that was under way may end with an old one in its error.
type key struct {
	token  string
	former []string
}

// next is a key after k, which may be nil.
func (k *key) next(token string) *key {
	if k == nil {
		return &key{token: token}
	}
	return &key{token: token, former: append(slices.Clone(k.former), k.token)}
}

// Use makes the calls that begin from now on with another token, of the same
// bot or another one.
func (c *Client) Use(token string) { c.key.Store(c.key.Load().next(token)) }

// Uses tells whether this is the token in use.
func (c *Client) Uses(token string) bool { return c.key.Load().token == token }

// With returns a client with another token at the same server; the connections
// are shared, this client is not touched.
func (c *Client) With(token string) *Client {
	other := &Client{apiURL: c.apiURL, call: c.call, poll: c.poll, now: c.now, elapsed: c.elapsed}
	other.key.Store(c.key.Load().next(token))
	return other
}

// scrub takes the tokens out of a text. The secret half alone counts as well:
// it consists of characters no URL encoding changes, unlike the colon.
func (c *Client) scrub(text string) string {
	k := c.key.Load()
	for _, token := range append([]string{k.token}, k.former...) {
		if token == "" {
			continue
		}
		text = strings.ReplaceAll(text, token, "<token>")
		if _, secret, ok := strings.Cut(token, ":"); ok && len(secret) >= 8 {
			text = strings.ReplaceAll(text, secret, "<token>")
		}
	}
	return text
}
