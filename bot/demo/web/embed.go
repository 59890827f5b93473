package web

import (
	"embed"
	"io/fs"
)

//go:embed page
var page embed.FS

// files are what the browser loads.
func files() fs.FS {
	sub, err := fs.Sub(page, "page")
	if err != nil {
		panic(err) // the name is a constant that the compiler has checked
	}
	return sub
}
