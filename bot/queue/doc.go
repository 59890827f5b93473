// Package queue orders the work of the model: whose draft is made next, and when
// to ask again a model that failed, and how long it works for one fan.
package queue
