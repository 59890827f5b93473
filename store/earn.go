package store

// Earned is the certificate that mode earn goes by: what the creator's decisions
// have proved about the drafts of one model and persona.
type Earned struct {
	Holds     bool
	Threshold float64 // the confidence a draft needs to go out by itself, if Holds
	Digest    string  // of the model's files
	Prompt    string  // hash of the prompt
	Weighed   uint64  // the newest decision that went into it
	Salt      []byte  // makes the spot checks unpredictable; never changes
}

// Covers tells whether a draft may go out by itself under the certificate. The
// creator's own fixed sentences need no figure, but a certificate all the same.
func (e Earned) Covers(d Draft) bool {
	return e.Holds && (d.Fixed || d.Known && d.Confidence >= e.Threshold && d.Digest == e.Digest && d.Prompt == e.Prompt)
}

// unwilling is the code of why a draft may not go out by itself in the mode in
// force for the fan, empty if it may. In mode earn the answer is "doubt" while
// the creator has rejected something that the certificate does not know of yet:
// whoever weighs decisions has to do so first.
func (t *tx) unwilling(s Settings, f *Fan, d *Draft) (string, error) {
	switch {
	case f.Away():
		return RefusedAway, nil
	case t.now.Sub(f.LastIn) > AutoAge:
		return RefusedLate, nil
	}
	switch s.modeOf(f, d) {
	case "", ModeAuto:
		return "", nil
	case ModeEarn:
	default:
		return RefusedMode, nil
	}
	if !s.Earned.Covers(*d) {
		return RefusedEarn, nil
	}
	rejected, err := t.rejectedSince(s.Earned.Weighed)
	if rejected {
		return RefusedDoubt, err
	}
	return "", err
}

// unweighed is how many labels are looked at for a rejection; with more of them
// the certificate is out of date in any case.
const unweighed = 100

func (t *tx) rejectedSince(weighed uint64) (bool, error) {
	fresh := t.labels(weighed, unweighed)
	for _, seq := range fresh {
		e, _, err := decisionTable.get(t, number(seq))
		if err != nil {
			return false, err
		}
		if e.Accepted == nil || !*e.Accepted {
			return true, nil
		}
	}
	return len(fresh) == unweighed, nil
}
