package recall_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"secretary/persona/recall"
)

// chat makes messages of about twelve words in the manner of real ones: a few words are in every second message, most
// are rare (Zipf), and they share syllables, one in thirty is mistyped.
type chat struct {
	r     *rand.Rand
	words []string
	zipf  *rand.Zipf
}

func newChat(seed uint64) *chat {
	r := rand.New(rand.NewPCG(seed, 1))
	c := &chat{r: r, zipf: rand.NewZipf(r, 1.07, 3, 39_999)}
	syllables := strings.Fields("an be ca do er fi go ha in jo ka le ma no or pa qui ra se ti un va we xa yo zu sch tion ing ent ost ell isch ado")
	for len(c.words) < 40_000 {
		w := ""
		for range 1 + min(r.IntN(4), len(c.words)/50) {
			w += syllables[r.IntN(len(syllables))]
		}
		c.words = append(c.words, w)
	}
	return c
}

func (c *chat) message() string {
	var words []string
	for range 3 + c.r.IntN(20) {
		w := c.words[c.zipf.Uint64()]
		if c.r.IntN(30) == 0 {
			at := c.r.IntN(len(w))
			w = w[:at] + string(rune('a'+c.r.IntN(26))) + w[at:]
		}
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

const many = 100_000

func filled(b testing.TB, n int) (x *recall.Index, megabytes float64) {
	b.Helper()
	before := heap()
	c := newChat(1)
	x = recall.New()
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		x.Add(recall.Entry{Seq: uint64(i + 1), Group: int64(1 + i%5000), At: start.Add(time.Duration(i) * time.Minute),
			Question: c.message(), Answer: fmt.Sprint("answer ", i)})
	}
	return x, float64(heap()-before) / 1e6
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkFind asks 100,000 pairs; MB is what the index holds in memory.
func BenchmarkFind(b *testing.B) {
	x, megabytes := filled(b, many)
	c := newChat(2)
	questions := make([]string, 500)
	for i := range questions {
		questions[i] = c.message()
	}
	worst, i := time.Duration(0), 0
	for b.Loop() {
		start := time.Now()
		x.Find(recall.Query{Text: questions[i%len(questions)], Limit: 12})
		worst = max(worst, time.Since(start))
		i++
	}
	b.ReportMetric(megabytes, "MB")
	b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
	runtime.KeepAlive(x)
}

// BenchmarkAdd tells what learning one pair costs with 100,000 there.
func BenchmarkAdd(b *testing.B) {
	x, _ := filled(b, many)
	c := newChat(3)
	seq := uint64(many)
	for b.Loop() {
		seq++
		x.Remove(seq - many)
		x.Add(recall.Entry{Seq: seq, Group: 1, Question: c.message(), Answer: "yes"})
	}
}
