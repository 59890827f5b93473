//go:build !race

package bot_test

// raced tells that the race detector watches.
const raced = false
