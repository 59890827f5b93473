// Package recall finds earlier questions that are like a new one, by BM25 over words and character 4-grams with a
// preference for what is recent, and takes out of the answers what belongs to one fan only.
//
// An [Index] holds no texts: hashes of words and of answers, numbers and times. Whoever asks gets the numbers of the
// entries that fit and reads them where they are kept; an entry that is gone there is gone for good, whatever the index
// still thinks.
//
// What is found was said to somebody else. [Scrub] is the only way from there into a prompt: it removes names, and where
// it cannot be sure that an answer holds nothing of a person (a number that is no known price or size, an address, a name
// within a sentence), it refuses the answer. A good example less costs nothing; a fan's name in another fan's chat does.
package recall
