package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
)

// query is one request with its parameters. Telegram sees every parameter as
// text (a JSON body is taken apart into the text of its members); values keeps
// what was really sent, for the check against the description.
type query struct {
	method string // documented spelling
	texts  map[string]string
	values map[string]any
	files  map[string][]byte // uploaded ones, by parameter
	names  map[string]string // what they were called
}

const maxBody = 64 << 20

// readQuery reads parameters from the query string and from a form, multipart
// or JSON body.
func readQuery(r *http.Request) (*query, *failure) {
	q := &query{texts: map[string]string{}, values: map[string]any{}, files: map[string][]byte{}, names: map[string]string{}}
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	defer func() { // a request read to its end lets the server notice a client that leaves
		_, _ = io.Copy(io.Discard, r.Body)
	}()
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" {
		return q, q.readJSON(r)
	}
	if kind == "multipart/form-data" {
		if err := r.ParseMultipartForm(maxBody); err != nil {
			return q, bad("boundary not found")
		}
		for name, parts := range r.MultipartForm.File {
			q.texts[name], q.values[name] = "attach://"+name, "attach://"+name
			if err := q.readFile(name, parts[0]); err != nil {
				return q, bad("can't read file: " + err.Error())
			}
		}
	} else if err := r.ParseForm(); err != nil {
		return q, bad("can't parse form data")
	}
	for name, values := range r.Form {
		q.texts[name] = values[0]
	}
	return q, nil
}

func (q *query) readFile(name string, part *multipart.FileHeader) error {
	file, err := part.Open()
	if err != nil {
		return err
	}
	q.names[name] = part.Filename
	q.files[name], err = io.ReadAll(file)
	return errors.Join(err, file.Close())
}

func (q *query) readJSON(r *http.Request) *failure {
	for name, values := range r.URL.Query() {
		q.texts[name] = values[0]
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return bad("unexpected end of request content")
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	var members map[string]json.RawMessage
	if bytes.TrimSpace(body)[0] != '{' {
		return bad("JSON object expected")
	}
	if err := json.Unmarshal(body, &members); err != nil {
		return bad("can't parse parameter value: " + err.Error())
	}
	for name, raw := range members {
		q.values[name], _ = decode(raw)
		q.texts[name] = string(raw)
		if text, ok := q.values[name].(string); ok {
			q.texts[name] = text
		}
	}
	return nil
}

// settle gives parameters that came as plain text (form, query string) the type
// the description wants, as far as the text fits it.
func (q *query) settle(want map[string]string) {
	for name, text := range q.texts {
		if _, ok := q.values[name]; ok {
			continue
		}
		q.values[name] = text
		value, err := decode([]byte(text))
		for _, kind := range parseField(want[name]).kinds {
			if kind == "String" || kind == "InputFile" {
				break
			}
			if err == nil && len(api.checkKind(kind, value, name)) == 0 || jsonKind(value) == "Object" || jsonKind(value) == "Array" {
				q.values[name] = value
				break
			}
		}
	}
}

// decode reads one JSON value, numbers kept as written.
func decode(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, io.ErrUnexpectedEOF
	}
	return v, nil
}

func (q *query) text(name string) string { return q.texts[name] }

// integer reads a number as Telegram does: what is none is 0, what is out of
// range is clamped.
func (q *query) integer(name string, missing, low, high int64) int64 {
	text := q.texts[name]
	if text == "" {
		return missing
	}
	return min(max(leadingInt(text), low), high)
}

func (q *query) boolean(name string) bool {
	switch strings.ToLower(strings.TrimSpace(q.texts[name])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// messageID reads a message id; 0 for none or a negative one.
func (q *query) messageID(name string) int64 {
	return q.integer(name, 0, 0, 1<<31-1)
}

// leadingInt converts the number a text begins with; 0 if it begins with none.
func leadingInt(text string) int64 {
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || end == 0 && text[end] == '-') {
		end++
	}
	n, _ := strconv.ParseInt(text[:end], 10, 64)
	return n
}
