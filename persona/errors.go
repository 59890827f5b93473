package persona

import "errors"

// Kind names why there is no draft. It is stable: cards, logs and retries branch on it.
type Kind string

// The kinds of errors. "Retry" means that the same request may work later without anybody's help.
const (
	KindDown      Kind = "down"      // the Ollama server does not answer at all; retry
	KindSlow      Kind = "slow"      // no whole answer within Config.Timeout or the caller's deadline; retry
	KindBusy      Kind = "busy"      // the server's queue, or ours, is full; retry
	KindNoModel   Kind = "no_model"  // the model is not on the server, or it cannot chat
	KindRemote    Kind = "remote"    // the model would run on somebody else's computer: refused
	KindCut       Kind = "cut"       // the answer ended before its end; retry
	KindEmpty     Kind = "empty"     // the model, or the embedded drafter, had nothing to say
	KindAbsurd    Kind = "absurd"    // the answer is noise or repeats itself; retry with another seed
	KindTooLong   Kind = "too_long"  // the prompt does not fit into the context, even shortened
	KindServer    Kind = "server"    // the server answered with an error, or it is not Ollama; retry
	KindPersona   Kind = "persona"   // the persona file is missing, empty, unreadable or too big
	KindAlarm     Kind = "alarm"     // the fan's words are for a person only: see [Alarm]
	KindCancelled Kind = "cancelled" // the caller gave up
)

// Error is the only type of error that this package returns. Detail is one sentence for the creator, without a
// fan's words, without line breaks and at most 300 characters long.
type Error struct {
	Kind   Kind
	Detail string
}

// Error gives "draft: kind: detail".
func (e *Error) Error() string { return "draft: " + string(e.Kind) + ": " + e.Detail }

// KindOf gives the kind of err, and "" for nil and for errors of other packages.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}
