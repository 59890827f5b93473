// Package bot is the secretary itself: it receives what fans write to the
// creator's profile, has answers drafted, shows them to the creator as cards,
// and sends what was approved.
//
// # The way of a message
//
// pollLoop asks getUpdates and stores the raw bytes with the next offset in one
// transaction; only the next poll acknowledges them. inboxLoop, alone and in
// order, sorts what came, the creator's taps and words before the crowd: messages
// of fans' chats become store events, the creator's messages and taps go through
// telebot's router behind one guard, connections take effect at once. A fan's message makes a draft due after the
// quiet period; draftLoop takes the most urgent fan, asks the persona outside
// any transaction and offers the result; policy.Decide says whether a person is
// needed. cardLoop makes Telegram show what the store says. A tap approves in
// one transaction (compare-and-set and enqueue); outboxLoop claims, sends, and
// records exactly what is known about the outcome.
//
// While nobody waits for a draft, chore.Loop lets the model do chores: small jobs,
// one after another, such as a rule from an edit. The moment a fan gets a place in
// the queue the job in hand is given up, to be done later, and afterwards the
// persona is put back into the model's cache.
//
// # Rooms
//
// Package bot itself is the way of a message and what of it hangs together in the
// data file and the queue; rooms.go hands the rooms what they need. What stands for
// itself has a room: desk and notice (the creator's chat, and what is told there),
// router (what is tapped and said there), identity and pairing (which bot, whose
// creator), classify and profile (what updates and connections say), policy (may it go
// out), earn (the certificate), queue (whose draft is next), chore, learning and fanbook
// (what the model does while nobody waits, and what comes of it), past (earlier answers),
// upkeep (backups, room, a sound file), export, readiness (the chain), card and words (what is
// shown). A room imports no other than imports_test.go says, and never this package.
//
// # Invariants
//
//   - Nothing reaches a fan but through the outbox, and nothing enters the
//     outbox but by Approve, OfferAndSend (Approve in the transaction of the
//     offer) or SendAgain, which check the draft, the fan's revision, the window,
//     the connection and the right in their transaction; Claim checks them once
//     more.
//   - In mode earn nothing goes out by itself but under a certificate: earn.Keeper
//     weighs every decision of the creator, and the store holds each automatic
//     reply against the certificate when it is approved and when it is claimed. A
//     rejection not yet weighed keeps it waiting.
//   - What may have happened is never repeated by itself. A send whose outcome
//     is not certain, or that a crash interrupted, is unknown until an echo or
//     the creator settles it.
//   - Before the first reply that goes to a fan by itself goes the disclosure line,
//     and the reply only once the line surely arrived. In doubt the reply is the
//     creator's, and the line is never repeated by itself.
//   - A fan who asks for a person is answered by one: from that very message on
//     nothing but the sentence that says so goes to that fan by itself.
//   - A draft belongs to exactly the messages it answers: Fan.Rev moves with
//     everything that makes it stale.
//   - People come before machines: what the creator says, taps and writes overtakes
//     the crowd in the inbox and automatic replies in the outbox. It never overtakes
//     what arrived from the fan it is about: that is worked on first, and Claim
//     sends nothing to a fan of whom something still waits in the inbox.
//   - Cards are drawn from the store by one goroutine, never by whoever
//     changed something: a card that lies is drawn again.
//   - The creator's id is checked on every command and every tap; a missing
//     sender is a stranger. Logs hold ids, never names or texts.
//   - Words that cannot wait (self-harm, a minor) are heard where messages
//     arrive: neither a queue, a pause nor a mode keeps them from the creator, and
//     no model is asked about them.
//   - A draft that a rule warns of goes out by two different taps for the same
//     try, and never by itself.
//   - Nothing is deleted by itself but what retention names: a fan, or everything
//     after the profile was disconnected, goes by two taps; the second belongs to
//     the very disconnection it was asked about.
//   - A fan's words leave the server readable only where the creator says so by a
//     tap (/export), and then into the creator's own chat alone.
//   - Nothing is learned in secret: every rule is told, listed, and can be taken
//     back for good.
//   - What is known of a fan is told in that fan's prompts only, and stands on a
//     screen where the creator can delete it.
//   - What came while this program was away from Telegram, by the message's own
//     date, is answered by a person: the span is noted before what it brought is
//     stored, and the store refuses every automatic reply to it.
//   - Nothing goes out before what waited at Telegram while this program was
//     away has been received and worked on.
//   - Time is Telegram's, as its answers tell it, and goes on evenly between them: a
//     clock that is wrong here, or is set, moves nothing. In doubt Telegram is asked
//     before anything goes out.
//   - What one fan wrote or is called never stands in the prompt for another:
//     earlier answers pass recall.Scrub on their way there, and come out of the
//     store, not out of a memory that could hold what was deleted.
//
// # States
//
// Inbox row: new -> done | parked. Draft: (drafting ->) open | holding ->
// queued -> sent | edited | unknown | failed; open -> skipped | stale |
// expired. Outbox row: queued -> sending -> sent | queued (not before) | failed
// | unknown. Package store keeps them.
package bot
