//go:build !linux

package footprint

func releaseCode() {}
