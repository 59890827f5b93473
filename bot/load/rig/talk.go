package rig

import (
	"math/rand/v2"
	"strings"
)

// Talk makes short messages as people write them in a chat: three to a dozen
// words, now and then a long one, some with an emoji. The seed is fixed, so that
// every run writes the same.
type Talk struct{ random *rand.Rand }

// NewTalk begins from the seed.
func NewTalk() *Talk { return &Talk{rand.New(rand.NewPCG(5, 2026))} }

var vocabulary = strings.Fields(`hey hi so i you we the a and but really love your new blue bowls cups glaze when do will
is it that this was today tomorrow evening weekend nice pretty lovely thanks please how are things going studio kiln cat
pingo saw post picture yesterday again maybe could tell me more about what think of my sister birthday gift ship to berlin
berlin paris much miss good morning night haha ok sure never mind working late tired coffee rain sun beach holiday soon`)

var ends = []string{"", "", "", "", "?", "?", "!", " 😊", " ❤️", "…"}

var names = strings.Fields(`Anna Ben Cara Dan Elsa Fay Gus Hana Ivo Jana Kai Lena Max Nora Otto Pia Quinn Rosa Sam Tess
Uma Vera Will Xenia Yann Zoe Alba Bruno Chiara Diego Emma Felix Greta Hugo Ines Jonas Klara Luca Mara Nico`)

// Name is a first name, and now and then a last one.
func (t *Talk) Name() string {
	name := names[t.random.IntN(len(names))]
	if t.random.IntN(3) == 0 {
		name += " " + names[t.random.IntN(len(names))] + "son"
	}
	return name
}

// Message is the next text, 43 bytes in the mean.
func (t *Talk) Message() string {
	n := 3 + t.random.IntN(9)
	if t.random.IntN(20) == 0 {
		n += 20
	}
	words := make([]string, n)
	for i := range words {
		words[i] = vocabulary[t.random.IntN(len(vocabulary))]
	}
	return strings.Join(words, " ") + ends[t.random.IntN(len(ends))]
}
