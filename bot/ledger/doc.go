// Package ledger reads the creator's decisions as package trust wants them. The
// store keeps the record; a Ledger holds what was learned from the newest part
// of it, and is a way of looking only: everything in it comes back from the
// record at the next start.
package ledger
