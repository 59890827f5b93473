package bot

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"secretary/bot/service"
)

// Figures are the numbers for metrics: counts and ages, nothing of anybody.
func (b *Bot) Figures() ([]service.Figure, error) {
	stats, err := b.store.Stats()
	if err != nil {
		return nil, fmt.Errorf("read counters: %w", err)
	}
	alive := 1.0
	if b.Alive() != nil {
		alive = 0
	}
	gauge := func(name, help string, v float64) service.Figure {
		return service.Figure{Name: name, Help: help, Value: v}
	}
	figures := []service.Figure{
		gauge("alive", "1 while polls come back and the data file answers.", alive),
		gauge("fans", "Chats in which a fan wrote.", float64(stats.Fans)),
		gauge("messages", "Messages stored.", float64(stats.Messages)),
		gauge("fans_waiting", "Fans who wait for an answer.", float64(stats.Waiting)),
		gauge("updates_pending", "Updates stored and not yet worked on.", float64(stats.Pending)),
		gauge("updates_parked", "Updates put aside because they could not be understood.", float64(stats.Parked)),
		gauge("data_file_bytes", "Length of the data file.", float64(b.store.Size())),
		gauge("last_poll_timestamp_seconds", "When a poll last came back; 0: not yet.", unix(b.polledAt())),
		gauge("last_message_timestamp_seconds", "Date of the newest message of a fan; 0: none.", unix(stats.LastIn)),
		gauge("last_reply_timestamp_seconds", "Date of the newest reply that Telegram accepted; 0: none.", unix(stats.LastOut)),
		gauge("last_backup_timestamp_seconds", "When the newest backup was made; 0: none.", unix(b.backups.Last())),
	}
	for _, p := range b.space.Places() {
		figures = append(figures, service.Figure{Name: "disk_free_bytes", Help: "Room left where the data file and the backups are.", Label: "where", Kind: p.Key, Value: float64(p.Free)},
			service.Figure{Name: "disk_needed_bytes", Help: "With less room than this the creator is warned.", Label: "where", Kind: p.Key, Value: float64(p.Needs)})
	}
	for _, kind := range slices.Sorted(maps.Keys(stats.Kinds)) {
		figures = append(figures, service.Figure{Name: "updates_total", Help: "Updates stored, by kind.", Total: true,
			Label: "kind", Kind: kind, Value: float64(stats.Kinds[kind])})
	}
	return figures, nil
}

// polledAt is when a poll came back last; zero if none did.
func (b *Bot) polledAt() time.Time {
	if last := b.lastPoll.Load(); last != nil {
		return *last
	}
	return time.Time{}
}

func unix(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.Unix())
}
