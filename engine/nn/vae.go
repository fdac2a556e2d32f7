package nn

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// VAE is a convolutional variational autoencoder for images with values in
// 0 … 1. Its encoder says where in a small latent space an image lies, as a
// normal distribution; its decoder draws an image for a point of that space.
//
//	encoder: conv 3×3 stride 2 → relu → conv 3×3 stride 2 → relu → dense → μ, ln σ²
//	z = μ + σ·ε,  ε ~ N(0, 1)
//	decoder: dense → relu → transposed conv 4×4 stride 2 → relu → the same → logits
//
// Source: Kingma and Welling, “Auto-encoding variational Bayes”, 2013.
type VAE struct {
	group
	Latent int
	Beta   float64 // weight of the KL divergence, 1 for the bound itself

	source
	channels, size int
	noise          tensor.Tensor
	half, one      *tensor.Tensor // constants of the formulas
	each, beta     tensor.Tensor
}

// NewVAE returns an autoencoder for images [channels, size, size], size a
// multiple of 4, with noise drawn from the seed. It panics with a
// *tensor.ValueError if a size makes no sense.
func NewVAE(channels, size, latent int, seed uint64, rng *rand.Rand) *VAE {
	positive("vae", "channels", channels)
	positive("vae", "latent", latent)
	if size < 4 || size%4 != 0 {
		panic(&tensor.ValueError{Op: "vae", Name: "size", Value: strconv.Itoa(size), Want: "a multiple of 4"})
	}
	side := size / 4
	halve := ConvOptions{Stride: 2, Padding: 1}
	v := &VAE{Latent: latent, Beta: 1, channels: channels, size: size, half: tensor.Scalar(0.5), one: tensor.Scalar(1)}
	v.group = newGroup(
		child{"encoder", NewSequential(
			NewConv2D(channels, 16, 3, halve, rng), ReLU(), NewConv2D(16, 32, 3, halve, rng), ReLU(), Flatten{})},
		child{"mean", NewLinear(32*side*side, latent, rng)},
		child{"logvar", NewLinear(32*side*side, latent, rng)},
		child{"decoder", NewSequential(
			NewLinear(latent, 32*side*side, rng), ReLU(),
			&Func{"image", func(x *grad.Var) *grad.Var { return grad.Reshape(x, x.Shape()[0], 32, side, side) }},
			NewConvTranspose2D(32, 16, 4, 2, 1, rng), ReLU(), NewConvTranspose2D(16, channels, 4, 2, 1, rng))},
	)
	v.Reseed(seed, 0)
	return v
}

// Encode returns mean and logarithm of the variance of each latent number:
// x [batch, channels, size, size] → [batch, latent] both.
func (v *VAE) Encode(x *grad.Var) (mean, logVar *grad.Var) {
	h := v.run(0, x)
	return v.run(1, h), v.run(2, h)
}

// Draw returns z = μ + e^(ln σ²/2)·ε with fresh noise, on a tape that is
// Training; else the mean.
func (v *VAE) Draw(mean, logVar *grad.Var) *grad.Var {
	t := mean.Tape()
	if !t.Training {
		return mean
	}
	noise := v.noise.Resize(mean.Shape()...)
	for i := range noise.Data() {
		noise.Data()[i] = tensor.Elem(v.rng.NormFloat64())
	}
	sigma := grad.Exp(grad.Mul(logVar, t.Const("½", v.half))).Named("sigma")
	return grad.Add(mean, grad.Mul(sigma, t.Const("noise", noise))).Named("z")
}

// Decode returns the logits of an image, whose sigmoid are its values:
// z [batch, latent] → [batch, channels, size, size].
func (v *VAE) Decode(z *grad.Var) *grad.Var { return v.run(3, z) }

// Forward returns the image that comes back: x → values in 0 … 1 of the same shape.
func (v *VAE) Forward(x *grad.Var) *grad.Var {
	return grad.Sigmoid(v.Decode(v.Draw(v.Encode(x))))
}

// Loss returns what training lowers, an upper bound of −ln p(x) for each image
// on average, and its two parts:
//
//	loss = reconstruction + β·KL
//	reconstruction = Σ over pixels of the binary cross entropy
//	KL = −½ Σ (1 + ln σ² − μ² − σ²), how far z is from N(0, 1)
//
// It panics with a *tensor.ShapeError if x is not [batch, channels, size, size].
func (v *VAE) Loss(x *grad.Var) (loss, reconstruction, kl *grad.Var) {
	s := x.Shape()
	if len(s) != 4 || s[0] == 0 || s[1] != v.channels || s[2] != v.size || s[3] != v.size {
		panic(&tensor.ShapeError{Op: "vae", A: append([]int{}, s...), B: []int{max(1, firstOf(s)), v.channels, v.size, v.size}, Why: "x is [batch, channels, size, size]"})
	}
	t := x.Tape()
	each := t.Const("1/batch", set(&v.each, 1/float64(s[0])))
	mean, logVar := v.Encode(x)
	logits := v.Decode(v.Draw(mean, logVar))
	reconstruction = grad.Mul(grad.BCEWithLogits(logits, x, grad.ReduceSum), each).Named("reconstruction")
	inner := grad.Sub(grad.Sub(grad.Add(logVar, t.Const("1", v.one)), grad.Square(mean)), grad.Exp(logVar))
	kl = grad.Mul(grad.Mul(grad.Neg(grad.Sum(inner)), t.Const("½", v.half)), each).Named("KL")
	weighed := grad.Mul(kl, t.Const("β", set(&v.beta, v.Beta)))
	return grad.Add(reconstruction, weighed).Named("loss"), reconstruction, kl
}

// Importance returns weights that make rare images as frequent in training as
// common ones, by how dense the latent means lie, dimension by dimension:
// mean [n, latent] → n weights that sum to 1.
//
//	w ∝ max over dimensions of 1/(density of the image's bin + alpha)
//
// alpha above 0 keeps lonely images from ruling; the larger, the more even.
// Source: Amini et al., “Uncovering and mitigating algorithmic bias through
// learned latent structure”, 2019.
func Importance(mean *tensor.Tensor, bins int, alpha float64) []float64 {
	positive("importance", "bins", bins)
	if !(alpha > 0) || math.IsInf(alpha, 0) || mean.Rank() != 2 {
		panic(&tensor.ValueError{Op: "importance", Name: "alpha", Value: strconv.FormatFloat(alpha, 'g', -1, 64), Want: "a number above 0, and means [n, latent]"})
	}
	n, latent := mean.Dim(0), mean.Dim(1)
	weights := make([]float64, n)
	bin, count := make([]int, n), make([]int, bins)
	for d := range latent {
		lo, hi := math.Inf(1), math.Inf(-1)
		for i := range n {
			m := float64(mean.Data()[i*latent+d])
			lo, hi = min(lo, m), max(hi, m)
		}
		clear(count)
		for i := range n {
			bin[i] = 0
			if hi > lo {
				bin[i] = min(bins-1, int((float64(mean.Data()[i*latent+d])-lo)/(hi-lo)*float64(bins)))
			}
			count[bin[i]]++
		}
		for i := range n {
			weights[i] = max(weights[i], 1/(float64(count[bin[i]])/float64(n)+alpha))
		}
	}
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	for i := range weights {
		weights[i] /= sum
	}
	return weights
}

// set makes t a scalar.
func set(t *tensor.Tensor, v float64) *tensor.Tensor {
	t.Resize().Data()[0] = tensor.Elem(v)
	return t
}

func firstOf(s []int) int {
	if len(s) == 0 {
		return 0
	}
	return s[0]
}
