// Package store keeps everything the secretary knows in one sealed bbolt file.
package store
