package control

import "time"

// SetPatience changes how long an asker may take to read a piece of a backup.
func (s *Server) SetPatience(d time.Duration) { s.patience = d }
