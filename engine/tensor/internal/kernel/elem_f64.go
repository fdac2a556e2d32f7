//go:build f64

package kernel

// Elem is the number type of every tensor: float32, or float64 with -tags f64.
type Elem = float64
