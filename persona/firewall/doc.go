// Package firewall decides about words: what in a fan's message a person has to see first, and what in a reply must not
// go out by itself. The rules are data, one file each under rules/in and rules/out, with their own tests; this package
// only reads them. Text goes in, hits come out; it knows no model, no Telegram and no clock.
//
// # A rule's file
//
// The name of the file is the rule's code, and its folder the direction. A file begins with a comment that says what
// the rule is for, and one line with the severity: "ask" (a person decides), "alert" (the creator is told at once and no
// model is asked) or "never" (such a reply is not sent by anybody). Then comes a section for each language, "[en]", or
// "[*]" for what is the same in all. In a section every line is one of
//
//	kill ... myself        a phrase that hits
//	! kill myself laughing a phrase that means no harm: what it covers is no hit
//	/ <\|[^<>]+\|>         a regular expression over the text as it was written
//	= price (\d+) ?(€)     the same, for things that are no hit if the persona file holds them (see Held)
//	+ i'll kill myself     a test: this text is a hit of this rule
//	- i killed the lights  a test: this text is no hit of this rule
//	given persona a print is 40 €    for the tests of this section: what the persona file says; also chat, earlier, other
//
// and "#" begins a comment. In a phrase case and accents do not matter, "(a|b c)" is a choice, "(a|b)?" may be missing,
// "..." stands for up to four words, "refund*" and "*adresse" leave a word open, "*见面*" is found anywhere in a word,
// "*" is any word, "{10-17}" a number, and "$" the end of a sentence. A rule that looks at more than words names the function that
// does it: "by repeat".
//
// # What holds
//
//   - Phrases are compared as folded words (package fold), so accents, look-alike letters and invisible characters hide
//     nothing; words spelled "s u i c i d e", "k1ll" or "sui🔪cide" are read as what they stand for, but only if that is
//     a word of some rule.
//   - The work grows with the length of the text only; all rules together take well under a millisecond for a message.
//   - A hit shows the words as they were written, in one short line. They are a stranger's words: escape them, never log
//     them.
package firewall
