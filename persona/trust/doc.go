// Package trust says how likely the creator lets a draft stand, and when that is known well enough to let drafts go
// out by themselves. It learns from what the creator did with earlier drafts, and holds no words of anybody.
//
// Three questions, three answers:
//
//   - How likely is it for this draft? [Model]: a Bayesian logistic regression over a few measurements of the draft.
//     The figure to show and to compare is the lower bound, so that a new model starts low and earns its way up.
//   - May drafts go out by themselves? [Certify]: only where the record of figures, as they were shown before the
//     creator decided, proves it. The model's own opinion of itself is no proof.
//   - Was it true? [Summarise]: calibration, ranking and risk, from the same record.
//
// Everything here is pure: no clock, no files, no network. The record is the store's; a model is rebuilt from it by
// feeding the samples to [Model.Learn] in their order.
package trust
