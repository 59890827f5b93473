// Package queue orders the work of the model: whose draft is made next, and when
// to ask again a model that failed.
package queue
