package words

// Help texts of the audit command.
const (
	CommandAudit   = "Print who let what go out, when and by which button, also while the secretary runs"
	FlagAuditFan   = "only this fan (a Telegram user `id`)"
	FlagAuditSince = "only since then: 7d, 36h, or a day like 2026-03-01"
	FlagAuditTexts = "with drafts and replies (fans' texts are never printed)"
	FlagAuditJSON  = "one JSON object a line"

	AuditNothing = "Nothing was decided yet that fits: no draft was sent, skipped or stopped."
)
