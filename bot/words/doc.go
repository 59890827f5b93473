// Package words holds every sentence the creator, a stranger or a terminal gets
// to read. English is the only language so far; another one is another copy of
// these files. Sentences are short, say what is so, and every refusal says what
// to do next. Arguments are escaped by the caller where a text is HTML (package
// card does it); functions whose name ends in HTML return HTML.
package words
