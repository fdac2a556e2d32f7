package plot

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/paint"
)

// Append appends v as people read it: at most four digits that count, no
// trailing zeros, a real minus sign, powers of ten for the very large and the
// very small: 0.0137, −12, 2.5e−5.
func Append(dst []byte, v float64) []byte {
	a := math.Abs(v)
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0) || v == 0:
		return paint.AppendNumber(dst, v, 0)
	case a < 1e-4 || a >= 1e6:
		return appendPower(dst, v, 2)
	}
	d := decimals(a)
	n := len(dst)
	dst = paint.AppendNumber(dst, v, d)
	return trimZeros(dst, n, d)
}

// Format is Append as a string.
func Format(v float64) string { return string(Append(nil, v)) }

// Bracketed puts a number that begins with a minus sign into brackets, as it is
// written after another sign: 3 × (−2).
func Bracketed(number string) string {
	if strings.HasPrefix(number, "−") {
		return "(" + number + ")"
	}
	return number
}

// decimals returns how many decimals show four digits of a number of size a.
func decimals(a float64) int {
	switch {
	case !(a > 0):
		return 2
	case a >= 1000:
		return 0
	case a >= 100:
		return 1
	case a >= 10:
		return 2
	case a >= 1:
		return 3
	}
	return min(4+int(-math.Floor(math.Log10(a)))-1, 6)
}

// trimZeros takes the zeros after the point off dst[n:].
func trimZeros(dst []byte, n, decimals int) []byte {
	if decimals == 0 {
		return dst
	}
	end := len(dst)
	for end > n && dst[end-1] == '0' {
		end--
	}
	if end > n && dst[end-1] == '.' {
		end--
	}
	return dst[:end]
}

// appendLast appends the last value of a line for the legend, where there is room
// for six figures: 0.123, or 2.3e−4 where that would read 0.000.
func appendLast(dst []byte, v float64) []byte {
	switch a := math.Abs(v); {
	case a > 0 && a < 1e-3 || a >= 1e6 && !math.IsInf(v, 0):
		return appendPower(dst, v, 1)
	case a > 0 && a < 1e-2:
		return paint.AppendNumber(dst, v, 4)
	case a >= 1e3:
		return paint.AppendNumber(dst, v, 0)
	case a >= 1e2:
		return paint.AppendNumber(dst, v, 1)
	}
	return paint.AppendNumber(dst, v, 3)
}

// appendPower appends v as 2.5e−5.
func appendPower(dst []byte, v float64, decimals int) []byte {
	if v < 0 {
		dst = append(dst, "−"...)
		v = -v
	}
	var buf [32]byte
	s := strconv.AppendFloat(buf[:0], v, 'e', decimals, 64)
	e := len(s) - 1
	for s[e] != 'e' {
		e--
	}
	n := len(dst)
	dst = trimZeros(append(dst, s[:e]...), n, decimals)
	dst = append(dst, 'e')
	p, _ := strconv.Atoi(string(s[e+1:]))
	return paint.AppendNumber(dst, float64(p), 0)
}

// AppendSigned is a number with a fixed number of decimals and a sign, + too.
func AppendSigned(dst []byte, v float64, decimals int) []byte {
	if v > 0 {
		dst = append(dst, '+')
	}
	return paint.AppendNumber(dst, v, decimals)
}

// AppendPercent appends a share in 0…1 as per cent with one decimal: 95.2%.
func AppendPercent(dst []byte, v float64) []byte {
	return append(paint.AppendNumber(dst, v*100, 1), '%')
}
