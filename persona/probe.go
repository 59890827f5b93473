package persona

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ollama/ollama/api"
)

// probeAge is how long what the server told about the model is believed. A failed draft ends it at once.
const probeAge = time.Minute

// lookTimeout bounds the questions about the model; they are answered at once, even while the model works.
const lookTimeout = 10 * time.Second

// logprobsSince is the first version that tells token probabilities.
var logprobsSince = [3]int{0, 12, 11}

// probe is what the server tells about itself and the model.
type probe struct {
	version  string
	logprobs bool
	thinking bool
	trained  int    // context length, 0 unknown
	digest   string // "" unknown
}

// cache remembers the last good probe. It is not locked while the server is asked, so that nobody waits for a server
// that hangs.
type cache struct {
	mu   sync.Mutex
	last probe
	at   time.Time // zero: nothing is known
}

func (c *cache) get() (probe, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last, !c.at.IsZero() && time.Since(c.at) < probeAge
}

func (c *cache) put(p probe) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last, c.at = p, time.Now()
}

func (c *cache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = time.Time{}
}

// probe asks about the model, unless that was done a moment ago.
func (s *server) probe(ctx context.Context) (probe, *Error) {
	if p, ok := s.probes.get(); ok {
		return p, nil
	}
	return s.look(ctx)
}

// look asks the server. What was learned before an error is kept in the answer; the order of the questions gives the
// plainest error.
func (s *server) look(ctx context.Context) (p probe, _ *Error) {
	if s.bad != nil {
		return p, s.bad
	}
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	if cloudy(s.config.Model) {
		return p, remoteError(s.config.Model)
	}
	version, err := s.client.Version(ctx)
	if err != nil {
		return p, s.explain(ctx, err)
	}
	p.version, p.logprobs = oneLine(version, 40), atLeast(version, logprobsSince)
	show, err := s.client.Show(ctx, &api.ShowRequest{Model: s.config.Model})
	if err != nil {
		return p, s.explain(ctx, err)
	}
	if show.RemoteHost != "" || show.RemoteModel != "" {
		return p, remoteError(s.config.Model)
	}
	if n := len(show.Capabilities); n > 0 && !slices.Contains(show.Capabilities, "completion") {
		return p, &Error{KindNoModel, fmt.Sprintf("the model %s cannot chat; choose another one", quote(s.config.Model))}
	}
	p.thinking = slices.Contains(show.Capabilities, "thinking")
	p.trained = trained(show.ModelInfo)
	if list, err := s.client.List(ctx); err == nil {
		for _, m := range list.Models {
			if same(m.Name, s.config.Model) {
				p.digest = m.Digest
			}
		}
	}
	s.probes.put(p)
	return p, nil
}

// cloudy tells by its name that a model is a cloud model, before the server is asked for it.
func cloudy(model string) bool {
	return strings.HasSuffix(model, "-cloud") || strings.HasSuffix(model, ":cloud")
}

// same compares model names as the server does: without a tag, "latest" is meant.
func same(a, b string) bool {
	full := func(s string) string {
		if !strings.Contains(s[strings.LastIndex(s, "/")+1:], ":") {
			s += ":latest"
		}
		return strings.ToLower(s)
	}
	return full(a) == full(b)
}

func trained(info map[string]any) int {
	arch, _ := info["general.architecture"].(string)
	n, _ := info[arch+".context_length"].(float64)
	return int(n)
}

// atLeast compares versions such as "0.17.4" or "v0.30.0-rc2". "0.0.0", a build without a version, counts as new: what
// it can do shows in its answers.
func atLeast(version string, want [3]int) bool {
	version, _, _ = strings.Cut(strings.TrimPrefix(version, "v"), "-")
	if version == "0.0.0" {
		return true
	}
	for i, part := range strings.SplitN(version, ".", 3) {
		n, err := strconv.Atoi(part)
		if err != nil {
			return false
		}
		if n != want[i] {
			return n > want[i]
		}
	}
	return true
}

// loaded gives the model as it stands in the server's memory; its zero value if it is not loaded.
func (s *server) loaded(ctx context.Context) api.ProcessModelResponse {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	running, err := s.client.ListRunning(ctx)
	if err != nil {
		return api.ProcessModelResponse{}
	}
	for _, m := range running.Models {
		if same(m.Name, s.config.Model) {
			return m
		}
	}
	return api.ProcessModelResponse{}
}

// answering gives the digest of the model that is loaded now, so has just answered: what is known may be a minute old,
// and a tag can be pulled anew at any time.
func (s *server) answering(ctx context.Context, known probe) string {
	digest := s.loaded(ctx).Digest
	if digest == "" {
		return known.digest
	}
	if digest != known.digest {
		s.probes.forget() // the rest may have changed with it
	}
	return digest
}

// health fills in what the server tells.
func (s *server) health(ctx context.Context, h *Health) {
	h.Server = s.shown
	p, err := s.look(ctx)
	h.Version, h.Logprobs, h.Thinking, h.Trained, h.Digest = p.version, p.logprobs, p.thinking, p.trained, p.digest
	h.Up = p.version != ""
	if err != nil {
		h.Err = err
		h.Remote = err.Kind == KindRemote
		return
	}
	h.Present = true
	h.Context = s.loaded(ctx).ContextLength
}
