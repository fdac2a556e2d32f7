// Package number writes the values and gradients of gates: few digits, a real
// minus sign, powers of ten where a number is very large or very small.
package number

import (
	"math"
	"strconv"
	"strings"
)

// Short writes a number for a chip: two decimals where that says enough.
func Short(v float64) string {
	a := math.Abs(v)
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0) || a == 0 || a >= 1e5 || a < 1e-3:
		return Format(v, 1)
	case v == math.Trunc(v):
		return Format(v, 0)
	case a >= 1000:
		return Format(v, 0)
	case a >= 100:
		return Format(v, 1)
	case a >= 0.1:
		return Format(v, 2)
	case a >= 0.01:
		return Format(v, 3)
	}
	return Format(v, 4)
}

// Precise writes a number for the card: four decimals or as few as it has.
func Precise(v float64) string {
	a := math.Abs(v)
	if v == math.Trunc(v) || a >= 1e5 || a < 1e-3 {
		return Format(v, 2)
	}
	if a >= 100 {
		return Format(v, 2)
	}
	return trimZeros(Format(v, 4))
}

// Format writes v with a real minus sign; whole numbers without decimals, very
// large and very small ones by powers of ten.
func Format(v float64, decimals int) string {
	a := math.Abs(v)
	s := ""
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 0):
		s = "∞"
	case a == 0:
		return "0"
	case a < 1e-3 || a >= 1e5:
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(a, 'e', decimals, 64), "e")
		e, _ := strconv.Atoi(exponent)
		s = trimZeros(mantissa) + "e" + strings.Replace(strconv.Itoa(e), "-", "−", 1)
	case v == math.Trunc(v):
		s = strconv.FormatFloat(a, 'f', 0, 64)
	default:
		s = strconv.FormatFloat(a, 'f', decimals, 64)
	}
	if v < 0 {
		return "−" + s
	}
	return s
}

func trimZeros(s string) string {
	if strings.Contains(s, ".") && !strings.ContainsAny(s, "e∞") {
		return strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// Signed puts a negative figure in parentheses, as after × or +.
func Signed(s string) string {
	if strings.HasPrefix(s, "−") {
		return "(" + s + ")"
	}
	return s
}
