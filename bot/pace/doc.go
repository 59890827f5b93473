// Package pace is about time between people and machines: waking a loop, backing
// off, keeping to Telegram's limits, and letting a call end well after a stop.
package pace
