package linalg

import (
	"math"
	"strconv"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"gradtheatre/engine/tensor"
)

// PCA is the directions in which data vary most: the eigenvectors of their
// covariance, by falling variance.
type PCA struct {
	Mean       []float64   // by column; taken off before anything else
	Components [][]float64 // [k][columns], of length 1, most important first
	Variances  []float64   // along each component
	Total      float64     // variance along all components, also those left out
}

// FitPCA finds the k principal components of x [n, …], taken as n rows.
// It panics with a *tensor.ValueError if a number is not finite, and unless k is
// 1 … the number of columns and of rows, and there are two rows at least.
// Source: gonum/stat, by singular value decomposition.
func FitPCA(x *tensor.Tensor, k int) *PCA {
	n, width := rows("pca", x)
	if most := min(n, width); k < 1 || k > most || n < 2 {
		panic(&tensor.ValueError{Op: "pca", Name: "components", Value: strconv.Itoa(k), Want: "1 … " + strconv.Itoa(most) + ", from two rows at least"})
	}
	if !x.IsFinite() {
		panic(&tensor.ValueError{Op: "pca", Name: "x", Value: "NaN or infinite", Want: "finite numbers"})
	}
	m := mat.NewDense(n, width, nil)
	p := &PCA{Mean: make([]float64, width)}
	for i, v := range x.Data() {
		m.Set(i/width, i%width, float64(v))
		p.Mean[i%width] += float64(v) / float64(n)
	}
	var pc stat.PC
	if !pc.PrincipalComponents(m, nil) {
		panic(&tensor.ValueError{Op: "pca", Name: "x", Value: "a matrix that cannot be decomposed", Want: "finite numbers of similar size"})
	}
	var vectors mat.Dense
	pc.VectorsTo(&vectors)
	variances := pc.VarsTo(nil)
	for _, v := range variances {
		p.Total += v
	}
	p.Variances = variances[:k]
	for c := range k {
		v := mat.Col(nil, c, &vectors)
		largest := 0.0 // the sign is free: the largest coordinate is positive
		for _, e := range v {
			if math.Abs(e) > math.Abs(largest) {
				largest = e
			}
		}
		if largest < 0 {
			for i := range v {
				v[i] = -v[i]
			}
		}
		p.Components = append(p.Components, v)
	}
	return p
}

// Apply returns the coordinates of x [n, …] along the components: [n, k]. It
// panics with a *tensor.ShapeError if x has another number of columns.
func (p *PCA) Apply(x *tensor.Tensor) *tensor.Tensor {
	n, width := rows("pca", x)
	if width != len(p.Mean) {
		panic(&tensor.ShapeError{Op: "pca", A: x.Shape(), B: []int{len(p.Mean)}, Why: "as many columns as it was fitted on"})
	}
	y := tensor.New(n, len(p.Components))
	for i := range n {
		for c, v := range p.Components {
			sum := 0.0
			for k, e := range v {
				sum += e * (float64(x.Data()[i*width+k]) - p.Mean[k])
			}
			y.Data()[i*len(p.Components)+c] = tensor.Elem(sum)
		}
	}
	return y
}

// Invert returns the points that have the given coordinates: y [n, k] → [n,
// columns]. With fewer components than columns they are the nearest such points.
// It panics with a *tensor.ShapeError if y has another number of coordinates.
func (p *PCA) Invert(y *tensor.Tensor) *tensor.Tensor {
	n, k := rows("pca", y)
	if k != len(p.Components) {
		panic(&tensor.ShapeError{Op: "pca", A: y.Shape(), B: []int{len(p.Components)}, Why: "one coordinate for each component"})
	}
	x := tensor.New(n, len(p.Mean))
	for i := range n {
		for j, m := range p.Mean {
			for c, v := range p.Components {
				m += v[j] * float64(y.Data()[i*k+c])
			}
			x.Data()[i*len(p.Mean)+j] = tensor.Elem(m)
		}
	}
	return x
}

// rows returns the size of x taken as a table.
func rows(op string, x *tensor.Tensor) (n, width int) {
	if x.Rank() == 0 || x.Len() == 0 {
		panic(&tensor.ShapeError{Op: op, A: x.Shape(), Why: "at least one row of at least one number"})
	}
	return x.Dim(0), x.Len() / x.Dim(0)
}
