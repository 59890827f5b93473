package firewall_test

import (
	"strings"
	"testing"

	"secretary/persona/firewall"
)

// worst are texts of the length that Telegram allows, made to cost as much as possible.
var worst = map[string]string{
	"letters":  strings.Repeat("a b i t ", 512),
	"openings": strings.Repeat("i want to want to ", 240)[:4096],
	"gaps":     strings.Repeat("are you is this not a ", 200)[:4096],
	"leet":     strings.Repeat("k1l1 m4y5 ", 410)[:4096],
	"glued":    strings.Repeat("k.i-l.l-", 512),
	"harmless": strings.Repeat("nice to meet you ", 241)[:4096],
	"one word": strings.Repeat("a", 4096),
	"digits":   strings.Repeat("15 ", 1365),
	"cyrillic": strings.Repeat("ты не бот я ", 340),
	"markup":   strings.Repeat("<a[", 1365),
}

func BenchmarkScreenMessage(b *testing.B) {
	text := []string{"hi mila! i have never touched clay. is First Bowl too hard for me? and do i need a wheel?"}
	for b.Loop() {
		firewall.Screen(text, false)
	}
}

func BenchmarkCheckReply(b *testing.B) {
	r := firewall.Reply{Text: "Hi Anna! Not at all, First Bowl starts from zero and you only need your hands, no wheel.", Own: firewall.Hold("49 EUR")}
	for b.Loop() {
		firewall.Check(r)
	}
}

func BenchmarkScreenLongest(b *testing.B) {
	for name, text := range worst {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				firewall.Screen([]string{text}, false)
			}
		})
	}
}
