package words

import "fmt"

// The picture of /trust.
const (
	ChartTrue     = "Is the figure true?"
	ChartShown    = "shown"
	ChartAccepted = "really accepted"
	ChartRisk     = "What would have gone wrong?"
	ChartShare    = "share answered by itself"
	ChartChanged  = "share you changed"
)

// ChartFrom tells what a chart is drawn from.
func ChartFrom(n int) string { return fmt.Sprintf("from %s", decisions(n)) }

// ChartFew stands in the place of a chart.
func ChartFew(n int) string {
	if n == 0 {
		return "no decisions yet"
	}
	return fmt.Sprintf("from %s; too few for a curve", decisions(n))
}

// ChartLimit marks the threshold that is in force, a share of 1.
func ChartLimit(threshold float64) string { return fmt.Sprintf("from %.0f %% on", 100*threshold) }

func decisions(n int) string {
	if n == 1 {
		return "1 decision"
	}
	return fmt.Sprintf("%d decisions", n)
}
