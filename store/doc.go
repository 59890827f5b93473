// Package store keeps everything the secretary knows in one sealed bbolt file:
// raw updates, conversations, connections, drafts, replies on their way, and
// notices to the creator. It knows nothing of Telegram's API and nothing of the
// model; it knows the rules that must hold whatever those do.
//
// # What must never happen
//
// A reply goes to a fan only after Approve, once per approval, and only while
// the conversation is as it was when the draft was made. Every method that
// changes something is one transaction, so these hold through any crash:
//
//   - Fan.Rev moves with everything that makes a draft wrong. Offer, Approve and
//     Claim compare it, and void ends in the same transaction what no longer fits.
//   - Approve compares and queues at once: of two taps one is refused.
//   - Claim marks a reply as being sent before anybody sends it. A crash from
//     there on leaves it unknown, and unknown is never repeated by itself. It takes
//     no reply to a chat of which something waits in the inbox.
//   - What was decided about a draft is recorded in the transaction that does it,
//     and is never changed or removed, but that it loses the fan it was about when
//     that one is forgotten, and all goes when the creator, disconnected for good,
//     says so twice (Erase); of one try there is at most one judgement.
//   - Messages are known by conversation and id, updates by id and bytes: what
//     comes twice is stored once, and a clash of ids loses nothing.
//
// Those who write at the same time share one commit, and for each of them it is
// as if it were alone (see update).
//
// # What is learned
//
// A pair, something asked and how the creator answered it, is recorded in the
// transaction that knows the answer to be sent: by hand, approved, or with own
// words; never of a reply that went out by itself and nobody looked at. It
// follows the message: edited, it changes; deleted, it goes.
//
// # States
//
//	inbox row  pending -> done | parked
//	draft      drafting <-> open <-> holding -> queued -> sent | edited | failed
//	           drafting, open, holding -> skipped | expired
//	           drafting, open, holding, queued -> stale
//	           queued <-> unknown -> sent | edited | stale | expired
//	outbox row queued -> sending -> sent | queued (not before) | failed | unknown
//
// A fan has at most one draft that waits for a decision or for being sent. If
// the conversation moves on while a reply is being sent or unknown, its draft
// is left to the truth (Draft.Moved) and the fan may get another one. When the
// first turns out sent, a second that answers the same messages ends.
//
// Before the first automatic reply to a fan goes the disclosure line, as a row of
// its own that holds the place of the reply's. When it is sent, the reply gets
// its row, if the conversation still is where it was. When that is unknown, the
// doubt is the fan's (Fan.Doubtful), and the draft goes back to the creator.
//
// # Memory
//
// Memory holds what is known of one fan: facts, a summary, the creator's
// promises, and marks of what was read. It is not an archive: facts expire, and
// go with the message they were taken from.
//
// # The file
//
// Keys are ids and times, big-endian; where a record is known by a word, the
// key is a keyed hash of it. Values are a version byte, a nonce, and a record
// sealed with XChaCha20-Poly1305, bound to bucket and key: JSON, or packed where
// there are very many (see packable). Messages and pairs are short and many: of
// those, neighbours are sealed together (see block). Indexes are buckets of keys
// without values: nothing that runs all the time ever scans an archive. Check
// holds records and indexes against each other.
//
// While the file is open it says so, in the clear: a run that finds the mark
// follows one that did not close it. Examine then looks through all of it beside
// the work, in short transactions, and repairs nothing.
//
// The schema version stands in the clear, so that a newer file is refused
// before its key is tried. Migrations are an append-only list; a copy of the
// file ("secretary.db.v1") is made before the first step.
//
// A commit that the disk refuses is an error, and may have happened all the same
// (see firm.go): callers repeat it, and find done what is done. A file that was
// deleted or replaced under the program is written no more (ErrGone).
//
// A damaged file is an error, never a panic: bbolt panics, or reads beyond the
// end of its memory map, where pages are missing or make no sense. Open looks at
// the length first, and every transaction catches the rest (see guard).
package store
