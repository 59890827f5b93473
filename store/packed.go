package store

import "time"

// How the records there are most of are packed. A new field of one of these
// types is added at the end of both functions; a test finds one that is not.

func (r *Row) pack(p *packer) {
	p.count(r.Seq)
	p.number(r.ID)
	p.word(r.Kind)
	p.number(r.Chat)
	p.moment(r.Received)
	p.bytes(r.Raw)
}

func (r *Row) unpack(u *unpacker) {
	r.Seq, r.ID, r.Kind, r.Chat, r.Received, r.Raw = u.count(), u.number(), u.word(), u.number(), u.moment(), u.bytes()
}

func (m *Message) pack(p *packer) {
	p.number(m.ID)
	p.word(string(m.Author))
	p.moment(m.Date)
	p.word(m.Kind)
	p.text(m.Text)
	p.count(m.Draft)
	p.flags(m.Deleted, m.Forward)
	p.word(m.Note)
	p.text(m.Quote)
	p.moment(m.Edited)
	p.count(uint64(len(m.Versions)))
	for _, text := range m.Versions {
		p.text(text)
	}
}

func (m *Message) unpack(u *unpacker) {
	m.ID, m.Author, m.Date, m.Kind, m.Text, m.Draft = u.number(), Author(u.word()), u.moment(), u.word(), u.text(), u.count()
	u.flags(&m.Deleted, &m.Forward)
	m.Note, m.Quote, m.Edited = u.word(), u.text(), u.moment()
	for range min(u.count(), maxVersions) {
		m.Versions = append(m.Versions, u.text())
	}
}

func (p *Pair) pack(to *packer) {
	to.count(p.Seq)
	to.moment(p.At)
	to.number(p.Fan.Owner)
	to.number(p.Fan.Chat)
	to.number(p.Message)
	to.text(p.Question)
	to.text(p.Answer)
	to.flags(p.Hand, p.Pinned)
	to.text(p.Draft)
}

func (p *Pair) unpack(u *unpacker) {
	p.Seq, p.At = u.count(), u.moment()
	p.Fan.Owner, p.Fan.Chat, p.Message = u.number(), u.number(), u.number()
	p.Question, p.Answer = u.text(), u.text()
	u.flags(&p.Hand, &p.Pinned)
	p.Draft = u.text()
}

func (f *Fan) pack(p *packer) {
	p.number(f.ID.Owner)
	p.number(f.ID.Chat)
	p.text(f.Name)
	p.text(f.Handle)
	p.word(f.Language)
	p.word(f.Mode)
	p.count(f.Rev)
	for _, n := range []int64{f.LastID, int64(f.Wrote), f.Answered, f.Skipped, int64(f.Waiting), f.HistoryFrom, f.ReadTo, int64(f.Unsettled)} {
		p.number(n)
	}
	for _, t := range []time.Time{f.LastIn, f.First, f.Hand, f.WaitingSince, f.Due, f.Burst, f.Disclosed} {
		p.moment(t)
	}
	p.count(f.Draft)
	p.count(f.Doubtful)
	p.number(f.Person.Since)
	p.word(f.Person.Mode)
	p.flags(f.Person.Told)
	for _, n := range []int64{int64(f.Tries), f.Missed, f.Money, int64(f.Day.Date), int64(f.Day.Auto), int64(f.Day.Model)} {
		p.number(n)
	}
}

func (f *Fan) unpack(u *unpacker) {
	f.ID.Owner, f.ID.Chat = u.number(), u.number()
	f.Name, f.Handle, f.Language, f.Mode = u.text(), u.text(), u.word(), u.word()
	f.Rev = u.count()
	f.LastID, f.Wrote, f.Answered, f.Skipped = u.number(), int(u.number()), u.number(), u.number()
	f.Waiting, f.HistoryFrom, f.ReadTo, f.Unsettled = int(u.number()), u.number(), u.number(), int(u.number())
	for _, t := range []*time.Time{&f.LastIn, &f.First, &f.Hand, &f.WaitingSince, &f.Due, &f.Burst, &f.Disclosed} {
		*t = u.moment()
	}
	f.Draft, f.Doubtful = u.count(), u.count()
	f.Person.Since, f.Person.Mode = u.number(), u.word()
	u.flags(&f.Person.Told)
	f.Tries, f.Missed, f.Money = int(u.number()), u.number(), u.number()
	f.Day = Day{Date: int(u.number()), Auto: int(u.number()), Model: time.Duration(u.number())}
}
