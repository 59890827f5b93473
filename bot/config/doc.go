// Package config reads the secretary's configuration: config.yaml and the
// SECRETARY_ environment variables, strictly, with every problem reported at
// once. config.example.yaml at the top of the repository is its manual.
package config
