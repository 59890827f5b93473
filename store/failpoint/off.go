//go:build !failpoints

package failpoint

// Here marks a point; in this build it does nothing.
func Here(Point) {}
