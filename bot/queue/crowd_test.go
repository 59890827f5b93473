package queue

import (
	"context"
	"testing"
	"time"
)

// A model that takes 2 s for a draft, one at a time, and 1,000 fans who wait: one
// of them writes once more during every draft.
func TestOneChattyFanKeepsNobodyInTheCrowdWaiting(t *testing.T) {
	const crowd, chatty, closing = 1000, 500, 900
	q := New()
	start := noon.Add(time.Hour)
	for i := range int64(crowd) {
		f := waiting(i, noon, noon.Add(time.Duration(i)*time.Second), noon)
		if i == closing {
			f.LastIn = start.Add(-23*time.Hour - 30*time.Minute)
		}
		q.Set(f)
	}
	served, drafts := map[int64]int{}, map[int64]int{}
	for now, n := start, 0; len(served) < crowd && n < 2*crowd; n++ {
		id, _, _, ok := q.Take(context.Background(), now)
		if !ok {
			t.Fatalf("nobody is taken after %d drafts", n)
		}
		if _, again := served[id.Chat]; !again {
			served[id.Chat] = n
		}
		drafts[id.Chat]++
		now = now.Add(2 * time.Second)
		loud := waiting(chatty, now, noon.Add(chatty*time.Second), now) // the first message still waits
		loud.Tries = drafts[chatty]
		q.Set(loud)
		q.Done(id)
	}
	if served[closing] != 0 {
		t.Errorf("the fan whose window closes was number %d", served[closing])
	}
	if drafts[chatty] > 2 {
		t.Errorf("the chatty fan took %d drafts of the crowd's", drafts[chatty])
	}
	for i := range int64(crowd) {
		if n, ok := served[i]; !ok || i != chatty && i != closing && (n < int(i)-1 || n > int(i)+3) {
			t.Errorf("fan %d, in the order of waiting, was number %d", i, n)
		}
	}
}
