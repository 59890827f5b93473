package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
)

const maxText = 64 << 20 // bytes of an answer that is decoded

// Status asks the daemon of dataDir for its status and decodes it into out. It
// waits as long as ctx lets it. Nobody there: ErrNoDaemon.
func Status(ctx context.Context, dataDir string, out any) error {
	return read(ctx, dataDir, "/status", "status", out)
}

// Examine asks the daemon of dataDir to look through its data file and decodes
// what it found into out. It waits as long as ctx lets it. Nobody there:
// ErrNoDaemon.
func Examine(ctx context.Context, dataDir string, out any) error {
	return read(ctx, dataDir, "/examine", "what was found", out)
}

// Material asks for what want (as JSON) describes and decodes it into out.
// Nobody there: ErrNoDaemon.
func Material(ctx context.Context, dataDir string, want, out any) error {
	wanted, err := json.Marshal(want)
	if err != nil {
		return fmt.Errorf("encode what is wanted: %w", err)
	}
	return read(ctx, dataDir, "/material?"+url.Values{"want": {string(wanted)}}.Encode(), "material", out)
}

// Audit asks for the portion of the record of decisions that want (as JSON)
// describes and decodes it into out. Nobody there: ErrNoDaemon.
func Audit(ctx context.Context, dataDir string, want, out any) error {
	wanted, err := json.Marshal(want)
	if err != nil {
		return fmt.Errorf("encode what is wanted: %w", err)
	}
	return read(ctx, dataDir, "/audit?"+url.Values{"want": {string(wanted)}}.Encode(), "audit", out)
}

func read(ctx context.Context, dataDir, path, what string, out any) error {
	response, err := ask(ctx, dataDir, path)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxText))
	if err != nil {
		return fmt.Errorf("read %s: %w", what, err)
	}
	if err := json.Unmarshal(content, out); err != nil {
		return fmt.Errorf("decode %s: %w", what, err)
	}
	return nil
}

// Backup writes the daemon's copy of the data file to w and returns its size in
// bytes. After an error w holds no usable copy, however much was written.
// Nobody there: ErrNoDaemon.
func Backup(ctx context.Context, dataDir string, w io.Writer) (int64, error) {
	return stream(ctx, dataDir, "/backup", "backup", w)
}

// Export writes everything the daemon keeps of a fan (chat id; 0: of everybody)
// to w and returns its size in bytes. After an error w holds no usable export.
// Nobody there: ErrNoDaemon.
func Export(ctx context.Context, dataDir string, fan int64, w io.Writer) (int64, error) {
	return stream(ctx, dataDir, "/export?fan="+strconv.FormatInt(fan, 10), "export", w)
}

func stream(ctx context.Context, dataDir, path, what string, w io.Writer) (int64, error) {
	response, err := ask(ctx, dataDir, path)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	size, err := io.Copy(w, response.Body)
	if err != nil {
		return size, fmt.Errorf("copy %s after %d bytes: %w", what, size, err)
	}
	// Trailers are there only now, behind the whole body.
	if quoted := response.Trailer.Get(errorTrailer); quoted != "" {
		reason, err := strconv.Unquote(quoted)
		if err != nil {
			reason = quoted
		}
		return size, fmt.Errorf("copy %s: the secretary says: %s", what, reason)
	}
	if want := response.Trailer.Get(sizeTrailer); want != strconv.FormatInt(size, 10) {
		return size, fmt.Errorf("copy %s: got %d bytes of %q", what, size, want)
	}
	return size, nil
}

// Alive returns nil if the daemon of dataDir says that it does its work.
// Nobody there: ErrNoDaemon.
func Alive(ctx context.Context, dataDir string) error {
	response, err := ask(ctx, dataDir, "/alive")
	if err != nil {
		return err
	}
	return response.Body.Close()
}

// ask returns an answer with status 200, whose body the caller closes.
func ask(ctx context.Context, dataDir, what string) (*http.Response, error) {
	path, err := locate(dataDir)
	if err != nil {
		return nil, absent(err)
	}
	client := http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		},
	}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://secretary"+what, nil)
	if err != nil {
		return nil, fmt.Errorf("ask the secretary: %w", err)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, absent(err)
	}
	if response.StatusCode == http.StatusOK {
		return response, nil
	}
	defer response.Body.Close()
	reason, err := io.ReadAll(io.LimitReader(response.Body, 4096))
	if err != nil {
		return nil, fmt.Errorf("ask the secretary: %w", err)
	}
	return nil, fmt.Errorf("the secretary says: %s", strings.TrimSpace(string(reason)))
}

// absent turns what a missing or dead daemon looks like into ErrNoDaemon.
func absent(err error) error {
	for _, sign := range []error{fs.ErrNotExist, syscall.ECONNREFUSED, syscall.ENOTDIR} {
		if errors.Is(err, sign) {
			return ErrNoDaemon
		}
	}
	return fmt.Errorf("ask the secretary: %w", err)
}
