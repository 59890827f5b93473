package trust

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// row is one label, ready for the regression.
type row struct {
	x        vector
	weight   float64
	accepted bool
}

// fit is a fitted regression: the likeliest weights, and how sure they are (Laplace's approximation).
type fit struct {
	mean      vector
	precision mat.Cholesky // factorised inverse covariance of the weights
}

const (
	steps    = 50   // of Newton's method; it takes about three
	halvings = 30   // of a step that leads astray
	near     = 1e-7 // a step that promises less gain is the last; it still squares the distance
)

// newFit finds the likeliest weights by Newton's method. The loss is strictly convex: from wherever it starts, it ends
// at the one minimum, and near it a step squares the distance.
func newFit(rows []row, start vector) *fit {
	f := &fit{mean: start}
	here := slopes(rows, f.mean)
	for range steps {
		step, gain := f.newton(here)
		next, there := f.mean, here
		for range halvings {
			for i := range next {
				next[i] = f.mean[i] - step[i]
			}
			if there = slopes(rows, next); !(there.loss > here.loss) {
				break
			}
			for i := range step {
				step[i] /= 2
			}
		}
		if !(there.loss <= here.loss) { // rounding alone is left to gain
			break
		}
		f.mean, here = next, there
		if gain < near {
			break
		}
	}
	f.factorise(here)
	return f
}

// newton computes the step from where the landscape was looked at, and what it promises to gain.
func (f *fit) newton(here landscape) (step vector, gain float64) {
	f.factorise(here)
	step = f.solve(here.slope)
	return step, dot(&step, &here.slope) / 2
}

func (f *fit) factorise(here landscape) {
	curve := mat.NewSymDense(size, nil)
	for i := range size {
		for j := i; j < size; j++ {
			curve.SetSym(i, j, here.curve[i][j])
		}
	}
	if ok := f.precision.Factorize(curve); !ok {
		panic("trust: curvature is not positive definite") // the prior's precision and the clipped features make it so
	}
}

// solve gives the covariance times v.
func (f *fit) solve(v vector) (out vector) {
	// The error tells of a bad condition number, which clipped features and the prior rule out.
	_ = f.precision.SolveVecTo(mat.NewVecDense(size, out[:]), mat.NewVecDense(size, v[:]))
	return out
}

// landscape is the loss at one place: the negative logarithm of the weights' density up to a constant, its slope, and
// the upper triangle of its curvature.
type landscape struct {
	loss  float64
	slope vector
	curve [size]vector
}

func slopes(rows []row, w vector) (l landscape) {
	for i := range w {
		off := w[i] - prior.mean[i]
		l.loss += prior.precision[i] * off * off / 2
		l.slope[i] = prior.precision[i] * off
		l.curve[i][i] = prior.precision[i]
	}
	for i := range rows {
		l.add(&rows[i], &w)
	}
	return l
}

func (l *landscape) add(r *row, w *vector) {
	z := dot(w, &r.x)
	e := math.Exp(-math.Abs(z))
	p := 1 / (1 + e)
	if z < 0 {
		p = e * p
	}
	off := p
	if r.accepted {
		off, z = p-1, -z
	}
	l.loss += r.weight * (max(z, 0) + math.Log1p(e)) // ln(1 + exp(z)), which may be large
	off, bend := r.weight*off, r.weight*p*(1-p)
	for i, xi := range r.x {
		if xi == 0 {
			continue
		}
		l.slope[i] += off * xi
		line, by := &l.curve[i], bend*xi
		for j := i; j < size; j++ {
			line[j] += by * r.x[j]
		}
	}
}

// predict gives the log-odds for x and their standard deviation.
func (f *fit) predict(x vector) (middle, spread float64) {
	solved := f.solve(x)
	return dot(&f.mean, &x), math.Sqrt(max(0, dot(&x, &solved)))
}

func dot(a, b *vector) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }
