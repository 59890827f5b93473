// Package backup keeps copies of the data file in a folder, oldest out first,
// and puts one back.
//
// A copy is written beside its place, looked at with store.Inspect, and only
// then given its name, so that every file with a copy's name is a sound one.
// Plain copies are sealed with the data key, as the data file is. An encrypted
// copy is an age file (https://age-encryption.org/v1) of a tar archive that
// holds the data file and the data key: with the age identity alone a lost
// machine can be brought back.
package backup
