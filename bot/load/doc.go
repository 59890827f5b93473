// Command load measures how fast and how small the secretary is.
//
//	go run ./bot/load [flags] [NAME...]
//
// Without names it measures everything. The program runs whole, in a process of
// its own, against package sandbox on loopback and a model that answers at once,
// with its data on the local disk and every commit forced to it, as shipped.
// Each figure is printed with its goal, with a baseline taken in the same run,
// and with the command that prints it again.
//
// A figure is one file with one call of register. What it is measured in, the
// world and the program as a child, is package rig; the seed is fixed.
package main
