package due

import (
	"strconv"
	"strings"
	"time"
)

// find gives the date named in folded words.
func find(folded string, said time.Time) (Date, bool) {
	folded = greetings.ReplaceAllString(folded, "  ")
	if d, ok := span(folded, said); ok {
		return d, true
	}
	hour, minute, timed := timeOfDay(folded)
	day, ok := calendarDay(folded, said)
	if !ok {
		return Date{}, false
	}
	if !timed {
		hour = closing
		if tonight.MatchString(folded) {
			hour = evening
		}
	}
	y, m, d := day.Date()
	at := time.Date(y, m, d, hour, minute, 0, 0, said.Location())
	if !at.After(said) && !timed { // today, and the working day is over
		at = time.Date(y, m, d, 23, 0, 0, 0, said.Location())
	}
	return Date{at, timed}, at.After(said)
}

// span reads "in two days", "in an hour".
func span(folded string, said time.Time) (Date, bool) {
	m := within.FindStringSubmatch(folded)
	if m == nil {
		return Date{}, false
	}
	n := 1
	if v, err := strconv.Atoi(m[1]); err == nil {
		n = v
	} else if numbers[m[1]] != 0 {
		n = numbers[m[1]]
	}
	for _, u := range units {
		for stem := range strings.SplitSeq(u.stems, "|") {
			if !strings.HasPrefix(m[2], stem) {
				continue
			}
			if u.span < 24*time.Hour {
				return Date{said.Add(time.Duration(n) * u.span), true}, n > 0
			}
			y, month, d := said.AddDate(0, 0, n*int(u.span/(24*time.Hour))).Date()
			return Date{time.Date(y, month, d, closing, 0, 0, 0, said.Location()), false}, n > 0
		}
	}
	return Date{}, false
}

// calendarDay reads the day: by its date, as a distance from today, as a weekday, or as part of a week.
func calendarDay(folded string, said time.Time) (time.Time, bool) {
	if day, ok := dated(folded, said); ok {
		return day, true
	}
	for _, d := range days[:2] {
		if d.words.MatchString(folded) {
			return said.AddDate(0, 0, d.off), true
		}
	}
	for w, words := range weekdays {
		if words.MatchString(folded) {
			return following(said, time.Weekday(w)), true
		}
	}
	for _, w := range weeks {
		if !w.words.MatchString(folded) {
			continue
		}
		if w.next {
			return following(said, time.Monday), true
		}
		return following(said.AddDate(0, 0, -1), w.day), true // today counts
	}
	for _, d := range days[2:] {
		if d.words.MatchString(folded) {
			return said, true
		}
	}
	return time.Time{}, false
}

// following is the first such weekday after the day.
func following(day time.Time, w time.Weekday) time.Time {
	return day.AddDate(0, 0, 1+(int(w)-int(day.Weekday())+6)%7)
}

// dated reads "5 May", "May 5", "5.12.", "the 5th". A day that has passed is next year's, or next month's.
func dated(folded string, said time.Time) (time.Time, bool) {
	if m := dayMonth.FindStringSubmatch(folded); m != nil && months[m[2]] != 0 {
		return inYear(said, m[1], months[m[2]])
	}
	if m := monthDay.FindStringSubmatch(folded); m != nil && months[m[1]] != 0 {
		return inYear(said, m[2], months[m[1]])
	}
	if m := dotted.FindStringSubmatch(folded); m != nil {
		month, _ := strconv.Atoi(m[2]) // digits
		return inYear(said, m[1], time.Month(month))
	}
	if m := ordinal.FindStringSubmatch(folded); m != nil {
		day, _ := strconv.Atoi(m[1] + m[2] + m[3]) // one of them is there
		y, month, today := said.Date()
		if day < today {
			month++
		}
		return valid(time.Date(y, month, day, 12, 0, 0, 0, said.Location()), day)
	}
	return time.Time{}, false
}

func inYear(said time.Time, day string, month time.Month) (time.Time, bool) {
	n, _ := strconv.Atoi(day) // digits
	if month < time.January || month > time.December {
		return time.Time{}, false
	}
	at := time.Date(said.Year(), month, n, 23, 0, 0, 0, said.Location())
	if at.Before(said) {
		at = at.AddDate(1, 0, 0)
	}
	return valid(at, n)
}

// valid refuses the 31st of a month of thirty days.
func valid(at time.Time, day int) (time.Time, bool) { return at, day > 0 && at.Day() == day }

// timeOfDay reads a clock time. A bare hour up to seven is meant in the afternoon.
func timeOfDay(folded string) (hours, minutes int, ok bool) {
	if m := half.FindStringSubmatch(folded); m != nil {
		hours, _ = strconv.Atoi(m[1])   // digits
		minutes, _ = strconv.Atoi(m[2]) // digits or nothing
		if m[3] == "pm" && hours < 12 {
			hours += 12
		}
		return hours, minutes, hours < 24 && minutes < 60
	}
	if m := clock.FindStringSubmatch(folded); m != nil {
		hours, _ = strconv.Atoi(m[1])   // digits
		minutes, _ = strconv.Atoi(m[2]) // digits
		return hours, minutes, hours < 24 && minutes < 60
	}
	if m := hour.FindStringSubmatch(folded); m != nil {
		hours, _ = strconv.Atoi(m[1] + m[2]) // one of them is there
		if hours <= 7 && m[2] == "" {
			hours += 12
		}
		return hours, 0, hours < 24
	}
	return 0, 0, false
}
