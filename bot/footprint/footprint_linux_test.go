package footprint

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestOnlyWhatNobodyWroteIsGivenBack(t *testing.T) {
	const smaps = `00400000-00500000 r-xp 00000000 08:01 12 /usr/bin/secretary
Rss:                1000 kB
Anonymous:             0 kB
00500000-00600000 r--p 00100000 08:01 12 /usr/bin/secretary
Anonymous:             4 kB
00600000-00700000 rw-p 00200000 08:01 12 /usr/bin/secretary
Anonymous:             0 kB
00700000-00800000 r--s 00000000 08:01 13 /data/secretary.db
Anonymous:             0 kB
00800000-00900000 r-xp 00000000 00:00 0 [vdso]
Anonymous:             0 kB
00900000-00a00000 r--p 00000000 00:00 0
Anonymous:             0 kB
00a00000-00b00000 r-xp 00000000 08:01 14 /usr/bin/other (deleted)
Anonymous:             0 kB
00b00000-00c00000 r--p 00000000 08:01 15 /lib/x.so
Rss:                   8 kB
00c00000-00d00000 r--p 00000000 08:01 15 /lib/x.so
Anonymous:             0 kB
`
	want := []region{{0x400000, 0x100000}, {0xc00000, 0x100000}}
	if got := codeOf(strings.NewReader(smaps)); !slices.Equal(got, want) {
		t.Errorf("%x, want %x", got, want)
	}
}

func TestAProgramShrinksAndGoesOn(t *testing.T) {
	before := fileResident(t)
	Shrink()
	if after := fileResident(t); before > 0 && after >= before {
		t.Errorf("%d kB of files resident, %d before", after, before)
	}
	Shrink() // its own code is back
}

// fileResident is how much of files is mapped now, in kB; 0 where the system does not say.
func fileResident(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "RssFile:")
	n, _ := strconv.Atoi(strings.Fields(after + " -")[0])
	return n
}
