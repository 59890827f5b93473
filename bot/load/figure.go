package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// figure is something to be measured.
type figure struct {
	name string // what it is asked for by
	what string // one line, as in the list of -h
	run  func(ctx context.Context, b *bench) error
}

var figures []figure

// register adds a figure; it is called once from each figure's file.
func register(name, what string, run func(context.Context, *bench) error) {
	figures = append(figures, figure{name, what, run})
}

// chosen picks the figures with these names, all without any, in the order of
// their names.
func chosen(names []string) ([]figure, error) {
	all := slices.SortedFunc(slices.Values(figures), func(a, b figure) int { return strings.Compare(a.name, b.name) })
	if len(names) == 0 {
		return all, nil
	}
	var out []figure
	for _, name := range names {
		i := slices.IndexFunc(all, func(f figure) bool { return f.name == name })
		if i < 0 {
			return nil, fmt.Errorf("no figure is called %q", name)
		}
		out = append(out, all[i])
	}
	return out, nil
}
