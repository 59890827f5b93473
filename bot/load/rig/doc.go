// Package rig is the world the secretary is measured in: a Bot API server with
// ten thousand people, a model that answers at once, a data folder on the disk,
// and the program itself in a child process.
//
// A child is this very executable, started again: [Child] gives it its part.
// Whoever uses the package calls it first in main, or in TestMain.
package rig
