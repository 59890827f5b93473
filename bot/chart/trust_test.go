package chart_test

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"secretary/bot/chart"
	"secretary/persona/trust"
)

// half is Phone at half its size, which is quicker to look through.
var half = chart.Phone.Div(2)

// draw gives the picture, kept in the directory of CHART_DIR for people to look at.
func draw(t *testing.T, name string, r trust.Report, c trust.Certificate, size image.Point) image.Image {
	t.Helper()
	data, err := chart.Trust(r, c, size)
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("CHART_DIR"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".png"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if picture.Bounds().Size() != size {
		t.Errorf("%s: size %v, want %v", name, picture.Bounds().Size(), size)
	}
	return picture
}

// record is a creator's: figures spread over the range and true but for a little.
func record(n int) []trust.Sample {
	rng := rand.New(rand.NewPCG(3, 4))
	var all []trust.Sample
	for range n {
		shown := 1 - 0.8*rng.Float64()*rng.Float64()
		all = append(all, trust.Sample{Shown: shown, Accepted: rng.Float64() < shown+0.02, Version: "v"})
	}
	return all
}

// centre is the middle of the pixels of one colour within the upper (or lower) half.
func centre(picture image.Image, upper bool, r, g, b uint8) (x, y float64, count int) {
	box := picture.Bounds()
	if half := box.Dy() / 2; upper {
		box.Max.Y = half
	} else {
		box.Min.Y = half
	}
	for py := box.Min.Y; py < box.Max.Y; py++ {
		for px := box.Min.X; px < box.Max.X; px++ {
			pr, pg, pb, _ := picture.At(px, py).RGBA()
			if uint8(pr>>8) == r && uint8(pg>>8) == g && uint8(pb>>8) == b {
				x, y, count = x+float64(px), y+float64(py), count+1
			}
		}
	}
	return x / float64(count), y / float64(count), count
}

// dot draws one group of 100 and gives where its point is.
func dot(t *testing.T, shown, accepted float64) (x, y float64) {
	t.Helper()
	r := trust.Report{N: 100, Bins: []trust.Bin{{N: 100, Shown: shown, Accepted: accepted}}}
	x, y, n := centre(draw(t, "dot", r, trust.Certificate{}, half), true, 0x1f, 0x6f, 0xd6)
	if n < 100 {
		t.Fatalf("a point at %v, %v has %d pixels", shown, accepted, n)
	}
	return x, y
}

func TestPointsStandWhereTheyShould(t *testing.T) {
	lowX, lowY := dot(t, 0.25, 0.25)
	midX, midY := dot(t, 0.5, 0.5)
	highX, highY := dot(t, 0.75, 0.75)
	if d := (lowX+highX)/2 - midX; math.Abs(d) > 2 || highX-lowX < 150 {
		t.Errorf("shown 25, 50, 75 %% stand at %v, %v, %v", lowX, midX, highX)
	}
	if d := (lowY+highY)/2 - midY; math.Abs(d) > 2 || lowY-highY < 100 {
		t.Errorf("accepted 25, 50, 75 %% stand at heights %v, %v, %v", lowY, midY, highY)
	}
	if x, y := dot(t, 0.25, 0.75); math.Abs(x-lowX) > 2 || math.Abs(y-highY) > 2 {
		t.Errorf("25 %% shown, 75 %% accepted stands at %v, %v, want %v, %v", x, y, lowX, highY)
	}
}

func TestCertificateIsMarkedWhereItLetsGo(t *testing.T) {
	r := trust.Summarise(record(300))
	cert := trust.Certificate{Holds: true, Threshold: 0.8}
	strictX, _, n := centre(draw(t, "strict", r, trust.Certificate{Holds: true, Threshold: 0.95}, half), false, 0x16, 0x8a, 0x4f)
	laxX, _, m := centre(draw(t, "lax", r, cert, half), false, 0x16, 0x8a, 0x4f)
	if n == 0 || m == 0 || laxX < strictX+75 {
		t.Errorf("the mark stands at %v for 95 %% and at %v for 80 %%", strictX, laxX)
	}
	cert.Holds = false
	if _, _, n := centre(draw(t, "open", r, cert, half), false, 0x16, 0x8a, 0x4f); n != 0 {
		t.Error("a certificate that does not hold is marked")
	}
}

func TestFewDecisionsDrawNoCurve(t *testing.T) {
	for name, n := range map[string]int{"none": 0, "one": 1, "twelve": 12} {
		picture := draw(t, name, trust.Summarise(record(n)), trust.Certificate{}, half)
		for _, upper := range []bool{true, false} {
			if _, _, n := centre(picture, upper, 0x1f, 0x6f, 0xd6); n != 0 {
				t.Errorf("%s: something is drawn", name)
			}
			if _, _, n := centre(picture, upper, 0x22, 0x2b, 0x36); n < 300 {
				t.Errorf("%s: no words", name)
			}
		}
	}
}

func TestOddRecordsAreDrawn(t *testing.T) {
	same := make([]trust.Sample, 60)
	for i := range same {
		same[i] = trust.Sample{Shown: 0.9, Accepted: true}
	}
	draw(t, "allaccepted", trust.Summarise(same), trust.Certificate{Holds: true, Threshold: 0.9}, half)
	for i := range same {
		same[i].Accepted = false
	}
	draw(t, "allrejected", trust.Summarise(same), trust.Certificate{Holds: true, Threshold: 0.95}, half)
	draw(t, "full", trust.Summarise(record(150)), trust.Certificate{Holds: true, Threshold: 0.8}, chart.Phone)
	draw(t, "wide", trust.Summarise(record(150)), trust.Certificate{}, image.Pt(1200, 900))
}

func TestSizeMustMakeSense(t *testing.T) {
	for _, size := range []image.Point{{}, {-1, 500}, {500, 10}, {100000, 100000}} {
		if _, err := chart.Trust(trust.Report{}, trust.Certificate{}, size); err == nil {
			t.Errorf("%v is drawn", size)
		}
	}
}
