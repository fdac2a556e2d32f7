package tensor

import "gradtheatre/engine/tensor/internal/kernel"

// Activation is an activation function that a [Dense] layer applies at once.
type Activation = kernel.Activation

// The activation functions of a dense layer.
const (
	Identity    = kernel.Identity
	ThenReLU    = kernel.ThenReLU
	ThenTanh    = kernel.ThenTanh
	ThenSigmoid = kernel.ThenSigmoid
)

// Dense is a dense layer on slices, y = x·wᵀ + b and z = f(y), with what it keeps
// from call to call: x [m, k], w [n, k], b [n] or nil → y, z [m, n].
type Dense = kernel.Dense

// Chain is a run of dense layers that are computed again and again in the same
// memory, each after the one before it: small ones in one call where calls are
// dear.
type Chain = kernel.Chain
