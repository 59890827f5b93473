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
	steps    = 30   // of Newton's method; it takes about five
	halvings = 20   // of a step that leads astray
	near     = 1e-9 // a step that gains less is the last
)

// newFit finds the likeliest weights by Newton's method. The loss is strictly convex, so that it always ends at the
// one minimum.
func newFit(rows []row) *fit {
	f := &fit{mean: priorMean()}
	loss := f.loss(rows, f.mean)
	for range steps {
		step := f.newton(rows)
		next, lower := f.mean, loss
		for range halvings {
			for i := range next {
				next[i] = f.mean[i] - step[i]
			}
			if lower = f.loss(rows, next); lower <= loss {
				break
			}
			for i := range step {
				step[i] /= 2
			}
		}
		if !(lower < loss-near) {
			break
		}
		f.mean, loss = next, lower
	}
	return f
}

// newton computes the step from f.mean, and leaves the factorised curvature there.
func (f *fit) newton(rows []row) vector {
	slope, curve := f.derivatives(rows)
	if ok := f.precision.Factorize(mat.NewSymDense(size, curve[:])); !ok {
		panic("trust: curvature is not positive definite") // the prior's precision makes it so
	}
	var step vector
	out := mat.NewVecDense(size, step[:])
	if err := f.precision.SolveVecTo(out, mat.NewVecDense(size, slope[:])); err != nil {
		_ = err // a bad condition number, which the clipped features rule out, only makes the step less exact
	}
	return step
}

// derivatives of the loss at f.mean; of the second ones the upper triangle.
func (f *fit) derivatives(rows []row) (slope vector, curve [size * size]float64) {
	prior, precision := priorMean(), priorPrecision()
	for i := range slope {
		slope[i] = precision[i] * (f.mean[i] - prior[i])
		curve[i*size+i] = precision[i]
	}
	for r := range rows {
		row := &rows[r]
		p := sigmoid(dot(&f.mean, &row.x))
		off, bend := row.weight*p, row.weight*p*(1-p)
		if row.accepted {
			off -= row.weight
		}
		for i, xi := range row.x {
			slope[i] += off * xi
			if xi == 0 {
				continue
			}
			line, by := curve[i*size:(i+1)*size], bend*xi
			for j := i; j < size; j++ {
				line[j] += by * row.x[j]
			}
		}
	}
	return slope, curve
}

// loss is the negative logarithm of the weights' density, up to a constant.
func (f *fit) loss(rows []row, w vector) float64 {
	prior, precision := priorMean(), priorPrecision()
	sum := 0.0
	for i := range w {
		sum += precision[i] * (w[i] - prior[i]) * (w[i] - prior[i]) / 2
	}
	for r := range rows {
		z := dot(&w, &rows[r].x)
		if rows[r].accepted {
			z = -z
		}
		sum += rows[r].weight * (max(z, 0) + math.Log1p(math.Exp(-math.Abs(z)))) // ln(1 + e^z) without overflow
	}
	return sum
}

// predict gives the log-odds for x and their standard deviation.
func (f *fit) predict(x vector) (middle, spread float64) {
	var solved mat.VecDense
	v := mat.NewVecDense(size, x[:])
	if err := f.precision.SolveVecTo(&solved, v); err != nil {
		return dot(&f.mean, &x), math.Inf(1)
	}
	return dot(&f.mean, &x), math.Sqrt(max(0, mat.Dot(v, &solved)))
}

func dot(a, b *vector) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }
