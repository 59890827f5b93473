package footprint

import (
	"bufio"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// releaseCode gives back the pages of the files that this program was made of.
func releaseCode() {
	file, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer file.Close()
	for _, r := range codeOf(file) {
		// The system keeps them in its cache, from where the next touch maps them again.
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, r.from, r.size, syscall.MADV_DONTNEED)
	}
}

// region is a range of addresses.
type region struct{ from, size uintptr }

// codeOf lists the mappings that hold nothing but what stands in a file: read only, private, and never written by
// anybody, not even by a loader or a debugger. What was written would be lost, so a mapping of which that is not said is
// none of them.
func codeOf(smaps io.Reader) (code []region) {
	var at region
	candidate := false
	for lines := bufio.NewScanner(smaps); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) >= 5 && !strings.HasSuffix(fields[0], ":") {
			at, candidate = regionOf(fields[0])
			candidate = candidate && len(fields) == 6 && strings.HasPrefix(fields[5], "/") && (fields[1] == "r-xp" || fields[1] == "r--p")
			continue
		}
		if candidate && len(fields) == 3 && fields[0] == "Anonymous:" {
			if fields[1] == "0" {
				code = append(code, at)
			}
			candidate = false
		}
	}
	return code
}

func regionOf(span string) (region, bool) {
	first, last, _ := strings.Cut(span, "-")
	from, err := strconv.ParseUint(first, 16, strconv.IntSize)
	to, err2 := strconv.ParseUint(last, 16, strconv.IntSize)
	return region{uintptr(from), uintptr(to - from)}, err == nil && err2 == nil && to > from
}
