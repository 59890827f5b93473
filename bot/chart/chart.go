package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/color"

	textfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"secretary/persona/trust"
)

// Phone is a size in pixels that fills a phone held upright.
var Phone = image.Pt(1080, 1560)

// Sizes that make sense: smaller ones hold no readable words, larger ones Telegram refuses as photos.
const (
	smallest = 320
	largest  = 4096
)

const (
	// dpi maps lengths to pixels. All lengths below are for a picture as wide as Phone and grow with it.
	dpi = 72
	// fewDecisions is how many make a picture that is not mostly chance.
	fewDecisions = 30
	// fewest decisions that a point of the risk curve stands for: with less it jumps.
	fewest = 10
)

var (
	ink   = color.RGBA{0x22, 0x2b, 0x36, 0xff}
	faint = color.RGBA{0xd8, 0xdd, 0xe3, 0xff}
	grey  = color.RGBA{0x8a, 0x94, 0x9f, 0xff}
	blue  = color.RGBA{0x1f, 0x6f, 0xd6, 0xff}
	pale  = color.RGBA{0xa5, 0xc5, 0xef, 0xff}
	green = color.RGBA{0x16, 0x8a, 0x4f, 0xff}
)

// Trust draws how true the figures were, and below it what share would have gone wrong at which threshold, with the
// certificate's if it holds. With too few decisions the picture says so instead. The size is in pixels; see [Phone].
func Trust(report trust.Report, cert trust.Certificate, size image.Point) ([]byte, error) {
	if size.X < smallest || size.Y < smallest || size.X > largest || size.Y > largest {
		return nil, fmt.Errorf("draw chart: size %v is not between %d and %d", size, smallest, largest)
	}
	s := scale(float64(size.X) / float64(Phone.X))
	canvas := vgimg.NewWith(vgimg.UseWH(vg.Length(size.X), vg.Length(size.Y)), vgimg.UseDPI(dpi), vgimg.UseBackgroundColor(color.White))
	whole := draw.New(canvas)
	upper, lower := s.halves(whole)
	s.reliability(report).Draw(upper)
	s.risk(report, cert).Draw(lower)
	var out bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&out); err != nil {
		return nil, fmt.Errorf("draw chart: %w", err)
	}
	return out.Bytes(), nil
}

// scale turns a length on a picture as wide as Phone into one on this picture.
type scale float64

func (s scale) of(length float64) vg.Length { return vg.Length(float64(s) * length) }

// halves leaves a margin around both.
func (s scale) halves(c draw.Canvas) (upper, lower draw.Canvas) {
	margin, middle := s.of(36), c.Min.Y+c.Size().Y/2
	c = draw.Crop(c, margin, -margin-s.of(20), margin, -margin)
	return draw.Crop(c, 0, 0, middle-c.Min.Y+margin/2, 0), draw.Crop(c, 0, 0, 0, middle-c.Max.Y-margin/2)
}

// frame makes an empty plot with both axes in per cent from 0 to the given shares.
func (s scale) frame(title, x, y string, top float64) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = color.White
	p.Title.Text = title
	s.set(&p.Title.TextStyle, 44, bold)
	p.Title.Padding = s.of(28)
	p.X.Label.Text, p.Y.Label.Text = x, y
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, top
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		s.set(&a.Label.TextStyle, 38, regular)
		s.set(&a.Tick.Label, 34, regular)
		a.Label.Padding = s.of(8)
		a.Tick.Length = s.of(10)
		a.Tick.LineStyle = draw.LineStyle{Color: grey, Width: s.of(2)}
		a.LineStyle = draw.LineStyle{Color: grey, Width: s.of(3)}
		a.Padding = 0
	}
	p.X.Tick.Marker, p.Y.Tick.Marker = ticks(1), ticks(top)
	grid := plotter.NewGrid()
	grid.Horizontal = draw.LineStyle{Color: faint, Width: s.of(2)}
	grid.Vertical = grid.Horizontal
	p.Add(grid)
	return p
}

const (
	regular = 0
	bold    = 3
)

// set changes size and weight of a text. The fonts come with the library and need nothing installed.
func (s scale) set(style *text.Style, points float64, weight int) {
	style.Color = ink
	style.Font = font.Font{Typeface: "Liberation", Variant: "Sans", Weight: textfont.Weight(weight), Size: s.of(points)}
}

// ticks in per cent: five of them.
func ticks(top float64) plot.ConstantTicks {
	var all []plot.Tick
	for i := range 5 {
		v := top * float64(i) / 4
		all = append(all, plot.Tick{Value: v, Label: fmt.Sprintf("%.3g %%", 100*v)})
	}
	return all
}

// note writes a line into the plot, at shares of its width and height.
func (s scale) note(p *plot.Plot, x, y float64, line string, points float64, look func(*text.Style)) {
	labels, err := plotter.NewLabels(plotter.XYLabels{XYs: plotter.XYs{{X: x * p.X.Max, Y: y * p.Y.Max}}, Labels: []string{line}})
	if err != nil {
		return // only for places that are no numbers; the plot is still worth showing
	}
	s.set(&labels.TextStyle[0], points, regular)
	look(&labels.TextStyle[0])
	p.Add(labels)
}
