//go:build race

package store_test

// raced says that the race detector looks on, which makes everything slow.
const raced = true
