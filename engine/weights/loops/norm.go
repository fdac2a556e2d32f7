package loops

import "math"

// BatchNorm brings each channel of x [batch, channels, …] to the mean and the
// variance 0 and 1 that it had in training, then scales and shifts it.
//
//	y = scale·(x − mean)/√(variance + ε) + shift
func BatchNorm(x, mean, variance, scale, shift Tensor, epsilon float64) Tensor {
	y := zeros(x.Shape...)
	channels := x.Shape[1]
	plane := len(x.Data) / (x.Shape[0] * channels)
	for i, v := range x.Data {
		c := i / plane % channels
		z := (float64(v) - float64(mean.Data[c])) / math.Sqrt(float64(variance.Data[c])+epsilon)
		y.Data[i] = float32(float64(scale.Data[c])*z + float64(shift.Data[c]))
	}
	return y
}

// LayerNorm brings each sample's last dimensions, those of scale, to mean 0 and
// variance 1, then scales and shifts them number by number.
func LayerNorm(x, scale, shift Tensor, epsilon float64) Tensor {
	y := zeros(x.Shape...)
	n := len(scale.Data)
	for from := 0; from < len(x.Data); from += n {
		mean, variance := 0.0, 0.0
		for _, v := range x.Data[from : from+n] {
			mean += float64(v) / float64(n)
		}
		for _, v := range x.Data[from : from+n] {
			variance += (float64(v) - mean) * (float64(v) - mean) / float64(n)
		}
		for i := range n {
			z := (float64(x.Data[from+i]) - mean) / math.Sqrt(variance+epsilon)
			y.Data[from+i] = float32(float64(scale.Data[i])*z + float64(shift.Data[i]))
		}
	}
	return y
}
