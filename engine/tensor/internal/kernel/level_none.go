//go:build f64 || (!amd64 && !(js && simd))

package kernel

func detect() level { return portable }

// Name says which kernels run: here always "go".
func Name() string { return "go" }

// The functions below are never called, as detect says that there are none.

func fastRows(m, n, k int, a *Elem, ars, acs int, b *Elem, off *int32, c *Elem, ldc int, acc bool) {}
func fastDots(m, n, k int, a *Elem, lda int, b *Elem, off *int32, c *Elem, ldc int, acc bool)      {}
func byPanels(m, n int, transA, transB bool) bool                                                  { return false }
func fastGemm(m, n, k int, a *Elem, ars, acs int, b *Elem, brs, bcs int, c *Elem, acc bool)        {}
func fastDense(m, n, k int, x, w, b, y *Elem, off *int32, f Activation, z *Elem)                   {}
func fastDenseGrad(m, n, k int, dx, dw, db, x, w, y, dy *Elem, off *int32, f Activation, z, dz *Elem) {
}
func fastCopyRows(dst *Elem, ldd int, src *Elem, lds, rows, cols int, s Elem)    {}
func fastBiasRows(dst *Elem, ldd int, src *Elem, lds, rows, cols int, s Elem)    {}
func fastAddRows(dst *Elem, ldd int, src *Elem, lds, rows, cols int, s Elem)     {}
func fastMaxPool2x2(dst *Elem, at *int32, x *Elem, w, rows, cols int)            {}
func fastAvgPool2x2(dst, x *Elem, w, rows, cols int)                             {}
func fastAvgPool2x2Grad(dx, dy *Elem, w, rows, cols int)                         {}
func fastAdd(dst, x *Elem, n int)                                                {}
func fastAxpy(dst, x *Elem, s Elem, n int)                                       {}
func fastScale(dst *Elem, s Elem, n int)                                         {}
func fastAddScalar(dst, x *Elem, s Elem, n int)                                  {}
func fastLeakyReLU(dst, x *Elem, s Elem, n int)                                  {}
func fastLeakyReLUGrad(dst, x, dy *Elem, s Elem, n int)                          {}
func fastReLU(dst, x *Elem, n int)                                               {}
func fastReLUGrad(dst, x, dy *Elem, n int)                                       {}
func fastMulAdd(dst, x, y *Elem, n int)                                          {}
func fastDivAdd(dst, x, y *Elem, n int)                                          {}
func fastSigmoidGrad(dst, x, y *Elem, n int)                                     {}
func fastTanhGrad(dst, x, y *Elem, n int)                                        {}
func fastSoftmaxGrad(dst, x, y *Elem, s Elem, n int)                             {}
func fastExp(dst, x *Elem, n int)                                                {}
func fastSigmoid(dst, x *Elem, n int)                                            {}
func fastTanh(dst, x *Elem, n int)                                               {}
func fastLog(dst, x *Elem, n int)                                                {}
func fastGELU(dst, x *Elem, n int)                                               {}
func fastGELUGrad(dst, x, dy *Elem, n int)                                       {}
func fastGELUTanh(dst, x *Elem, n int)                                           {}
func fastGELUTanhGrad(dst, x, dy *Elem, n int)                                   {}
func fastSiLU(dst, x *Elem, n int)                                               {}
func fastSiLUGrad(dst, x, dy *Elem, n int)                                       {}
func fastSoftplus(dst, x *Elem, s Elem, n int)                                   {}
func fastSoftplusGrad(dst, x, dy *Elem, s Elem, n int)                           {}
func fastELU(dst, x *Elem, s Elem, n int)                                        {}
func fastELUGrad(dst, x, dy *Elem, s Elem, n int)                                {}
func fastSum(x *Elem, n int) (s Elem)                                            { return }
func fastDot(x, y *Elem, n int) (s Elem)                                         { return }
func fastExpSum(dst, x *Elem, shift Elem, n int) (s Elem)                        { return }
func fastMax(x *Elem, n int) (m Elem)                                            { return }
func fastSGD(p, g *Elem, lr, decay Elem, n int)                                  {}
func fastMomentum(p, v, g *Elem, lr, mu, keep, decay Elem, n int)                {}
func fastNesterov(p, v, g *Elem, lr, mu, keep, decay Elem, n int)                {}
func fastAdam(p, m, v, g *Elem, b1, b2, eps, step, root, l2, shrink Elem, n int) {}
func fastPeak(n int) (lanes int)                                                 { return }
