package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// row is one measured value.
type row struct {
	what  string
	value float64
	unit  string // "/s", "ms", "MiB"; empty for a plain number
	goal  goal   // the zero goal: none
	base  string // what the baseline is; empty: none
	than  float64
	ratio goal // of value to baseline
}

// goal is a bound for a value.
type goal struct {
	bound float64
	most  bool // the value shall be at most bound, else at least
	set   bool
}

func atLeast(bound float64) goal { return goal{bound: bound, set: true} }
func atMost(bound float64) goal  { return goal{bound: bound, most: true, set: true} }

func (g goal) met(value float64) bool {
	return !g.set || g.most && value <= g.bound || !g.most && value >= g.bound
}

func (g goal) text(unit string) string {
	switch {
	case !g.set:
		return "no goal"
	case g.most:
		return "goal ≤ " + figureOf(g.bound, unit)
	}
	return "goal ≥ " + figureOf(g.bound, unit)
}

// table prints rows as they come and counts the goals.
type table struct {
	out         io.Writer
	met, missed int
}

func (t *table) add(command string, r row) {
	fmt.Fprintf(t.out, "  %s\n", r.what)
	fmt.Fprintf(t.out, "    %-14s %-24s %s\n", figureOf(r.value, r.unit), r.goal.text(r.unit), t.verdict(r.goal, r.value))
	if r.base != "" && r.than != 0 {
		of := r.value / r.than
		fmt.Fprintf(t.out, "    ratio %-8s %-24s %s\n", figureOf(of, ""), r.ratio.text(""), t.verdict(r.ratio, of))
		fmt.Fprintf(t.out, "    beside         %s: %s\n", r.base, figureOf(r.than, r.unit))
	}
	fmt.Fprintf(t.out, "    printed by     %s\n", command)
}

func (t *table) verdict(g goal, value float64) string {
	switch {
	case !g.set:
		return ""
	case g.met(value):
		t.met++
		return "met"
	}
	t.missed++
	return "MISSED"
}

// figureOf prints a number with three significant digits and its unit.
func figureOf(v float64, unit string) string {
	digits := 0
	switch {
	case v < 0.1:
		digits = 4
	case v < 10:
		digits = 2
	case v < 100:
		digits = 1
	}
	text := grouped(strconv.FormatFloat(v, 'f', digits, 64))
	if unit == "" || strings.HasPrefix(unit, "/") {
		return text + unit
	}
	return text + " " + unit
}

// grouped sets a comma before every three digits of the whole part.
func grouped(number string) string {
	whole, rest, _ := strings.Cut(number, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		return whole + "." + rest
	}
	return whole
}
