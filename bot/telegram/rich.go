package telegram

import (
	"encoding/json"
	"strings"
)

// richText collects the words of a rich message in reading order, a line per
// block. What it does not know it leaves out; it never fails.
func richText(message json.RawMessage) string {
	var tree any
	if json.Unmarshal(message, &tree) != nil {
		return ""
	}
	var words strings.Builder
	collect(&words, tree, false)
	var lines []string
	for line := range strings.SplitSeq(words.String(), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// richFields are the fields that hold words or more tree, in reading order.
var richFields = []struct {
	name          string
	before, after string // what separates it from its neighbours
	lines         bool   // a list whose elements each end a line
}{
	{name: "summary", after: "\n"},
	{name: "label", after: " "},
	{name: "text"},
	{name: "expression"},
	{name: "alternative_text"},
	{name: "items", lines: true},
	{name: "blocks", lines: true},
	{name: "cells", lines: true},
	{name: "caption", after: "\n"},
	{name: "credit", before: "\n", after: "\n"},
}

// collect walks RichBlock and RichText nodes: a string, a list, or an object
// with some of richFields.
func collect(words *strings.Builder, node any, lines bool) {
	switch node := node.(type) {
	case string:
		words.WriteString(node)
	case []any:
		for _, part := range node {
			collect(words, part, lines)
			if lines {
				words.WriteString("\n")
			}
		}
	case map[string]any:
		for _, field := range richFields {
			if child, found := node[field.name]; found {
				words.WriteString(field.before)
				collect(words, child, field.lines)
				words.WriteString(field.after)
			}
		}
	}
}
