package train

// Histogram counts the values in len(dst) bars of equal width over lo … hi,
// lo < hi; what lies beyond an end is counted in the bar at that end, what is
// not a number nowhere. Histograms of several layers over one range can be
// compared, which those of [Stats], each from its own smallest value to its own
// largest, cannot.
func Histogram(dst []int, values []float64, lo, hi float64) {
	clear(dst)
	bars := float64(len(dst))
	for _, v := range values {
		if u := (v - lo) / (hi - lo); u == u {
			dst[int(min(max(u*bars, 0), bars-1))]++
		}
	}
}
