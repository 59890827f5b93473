package chart

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"secretary/bot/words"
	"secretary/persona/trust"
)

// reliability shows for groups of drafts the figure against the truth: points on the line are true, points above it
// modest.
func (s scale) reliability(r trust.Report) *plot.Plot {
	p := s.frame(words.ChartTrue, words.ChartShown, words.ChartAccepted, 1)
	if r.N < fewDecisions {
		s.few(p, r.N)
		return p
	}
	p.Add(&plotter.Line{XYs: plotter.XYs{{X: 0, Y: 0}, {X: 1, Y: 1}},
		LineStyle: draw.LineStyle{Color: grey, Width: s.of(4), Dashes: []vg.Length{s.of(14), s.of(10)}}})
	p.Add(dots{s, r.Bins})
	s.aside(p, 0.97, 0.07, words.ChartFrom(r.N))
	return p
}

// dots are the groups, each with the range in which the truth lies in two of three cases.
type dots struct {
	scale scale
	bins  []trust.Bin
}

func (d dots) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, b := range d.bins {
		n := float64(b.N)
		middle := (b.Accepted*n + 0.5) / (n + 1) // so that a group without a rejection has a range, too
		off := math.Sqrt(middle * (1 - middle) / (n + 1))
		bar := []vg.Point{{X: x(b.Shown), Y: y(max(0, middle-off))}, {X: x(b.Shown), Y: y(min(1, middle+off))}}
		c.StrokeLines(draw.LineStyle{Color: pale, Width: d.scale.of(8)}, bar)
	}
	for _, b := range d.bins {
		c.DrawGlyph(draw.GlyphStyle{Color: blue, Radius: d.scale.of(14), Shape: draw.CircleGlyph{}}, vg.Point{X: x(b.Shown), Y: y(b.Accepted)})
	}
}

// risk shows for every threshold how much would go out by itself, and how much of that the creator changed.
func (s scale) risk(r trust.Report, cert trust.Certificate) *plot.Plot {
	line := steady(r)
	p := s.frame(words.ChartRisk, words.ChartShare, words.ChartChanged, ceiling(line))
	if r.N < fewDecisions || len(line) == 0 {
		s.few(p, r.N)
		return p
	}
	points := make(plotter.XYs, len(line))
	for i, l := range line {
		points[i] = plotter.XY{X: l.Coverage, Y: l.Risk}
	}
	p.Add(&plotter.Line{XYs: points, LineStyle: draw.LineStyle{Color: blue, Width: s.of(7)}})
	if at, ok := force(r, cert); ok {
		s.mark(p, at, words.ChartLimit(cert.Threshold))
	}
	s.aside(p, 0.03, 0.9, words.ChartFrom(r.N))
	return p
}

// steady leaves out the beginning of the curve, where single decisions make it jump.
func steady(r trust.Report) []trust.Point {
	for i, p := range r.Curve {
		if p.Coverage*float64(r.N) >= fewest {
			return r.Curve[i:]
		}
	}
	return nil
}

// ceiling is the lowest round share that the curve stays below, so that small risks can be told apart.
func ceiling(line []trust.Point) float64 {
	highest := 0.0
	for _, p := range line {
		highest = max(highest, p.Risk)
	}
	for _, top := range []float64{0.2, 0.4, 0.6} {
		if highest < 0.9*top {
			return top
		}
	}
	return 1
}

// force is the point of the curve that the certificate lets go out.
func force(r trust.Report, cert trust.Certificate) (at trust.Point, ok bool) {
	if !cert.Holds {
		return at, false
	}
	for _, p := range r.Curve {
		if p.Threshold >= cert.Threshold {
			at, ok = p, true
		}
	}
	return at, ok
}

// mark draws a large point with a word beside it: below on the right, since the curve goes up from there, or above on the
// left where there is no room.
func (s scale) mark(p *plot.Plot, at trust.Point, word string) {
	p.Add(spot{s, at})
	x, y, side := at.Coverage+0.02, at.Risk/p.Y.Max-0.11, text.XLeft
	switch {
	case at.Coverage > 0.7:
		x, side = at.Coverage-0.02, text.XRight
	case y < 0.02:
		y = at.Risk/p.Y.Max + 0.05
	}
	s.note(p, x, max(0.02, min(y, 0.92)), word, 34, func(style *text.Style) {
		style.Color, style.Font.Weight, style.XAlign, style.YAlign = green, bold, side, text.YBottom
	})
}

type spot struct {
	scale scale
	at    trust.Point
}

func (m spot) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	c.DrawGlyph(draw.GlyphStyle{Color: green, Radius: m.scale.of(18), Shape: draw.CircleGlyph{}}, vg.Point{X: x(m.at.Coverage), Y: y(m.at.Risk)})
}

// few says in the middle of an empty plot why it is empty.
func (s scale) few(p *plot.Plot, n int) {
	s.note(p, 0.5, 0.625, words.ChartFew(n), 38, func(style *text.Style) { style.XAlign, style.YAlign = text.XCenter, text.YCenter })
}

// aside writes a remark into a corner, at shares of the plot's width and height.
func (s scale) aside(p *plot.Plot, x, y float64, line string) {
	side := text.XLeft
	if x > 0.5 {
		side = text.XRight
	}
	s.note(p, x, y, line, 32, func(style *text.Style) { style.Color, style.XAlign, style.YAlign = grey, side, text.YBottom })
}
