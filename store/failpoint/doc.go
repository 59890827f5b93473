// Package failpoint names the points where the process may die between the
// moment an update arrives and the moment creator and fan see what came of it.
//
// [Here] marks a point. In an ordinary build it is an empty function that the
// compiler removes. Built with the tag "failpoints", it ends the process as a
// power cut does (SIGKILL) when the variable FAILPOINT names it: "send.taken",
// or "store.commit:7" for the seventh time. The crash matrix in bot/stories
// dies once at every point of [All].
package failpoint
