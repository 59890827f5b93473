// Package chart draws pictures for the creator, as PNG, large enough to read on a phone. It decides nothing and knows
// neither Telegram nor the store.
package chart
