// Functions of a vector.

// C is a constant that stands before the loop: V would be made again for every
// vector, which takes V8 three instructions each and half of the time.
#define C(x) ({ float c_ = (x); __asm__("" : "+r"(c_)); wasm_f32x4_splat(c_); })

// expv is eˣ to about one unit in the last place: x = n·ln 2 + r, eʳ by a
// polynomial (Cephes expf, S. Moshier), 2ⁿ in two factors so that overflow and
// underflow come out right. pmin and pmax keep a NaN that is their first
// operand and are one instruction each; so is rounding by a large number, whose
// last bits are then n.
#define ROUNDER C(12582912) // 1.5·2²³
INLINE vec exp_poly(vec r, vec n) {
  r = vfnma(n, C(0.693359375f), r);
  r = vfnma(n, C(-2.12194440e-4f), r);
  vec y = C(1.9875691500e-4f);
  y = vfma(y, r, C(1.3981999507e-3f));
  y = vfma(y, r, C(8.3334519073e-3f));
  y = vfma(y, r, C(4.1665795894e-2f));
  y = vfma(y, r, C(1.6666665459e-1f));
  y = vfma(y, r, C(5.0000001201e-1f));
  return vadd(vfma(vmul(r, r), y, r), C(1));
}
INLINE vec power(vec n) { return wasm_i32x4_add(wasm_i32x4_shl(n, 23), C(1)); } // 2ⁿ: the bits of 1 are the bias of the exponent
INLINE vec expv(vec x) {
  vec r = wasm_f32x4_pmax(wasm_f32x4_pmin(x, C(89)), C(-104)), e = vfma(r, C(1.44269504f), ROUNDER);
  vec y = exp_poly(r, vsub(e, ROUNDER)), half = wasm_i32x4_shr(e, 1);
  return vmul(vmul(y, power(half)), power(wasm_i32x4_sub(e, half)));
}

// tanhv is an odd polynomial for |x| < 0.625 and 1 - 2/(e²ˣ+1) beyond (Cephes
// tanhf), where from 10 on nothing changes.
INLINE vec tanhv(vec x) {
  vec a = wasm_f32x4_abs(x), z = vmul(x, x), p = C(-5.70498872745e-3f);
  p = vfma(p, z, C(2.06390887954e-2f));
  p = vfma(p, z, C(-5.37397155531e-2f));
  p = vfma(p, z, C(1.33314422036e-1f));
  p = vfma(p, z, C(-3.33332819422e-1f));
  p = vfma(vmul(p, z), x, x);
  vec r = wasm_f32x4_pmin(vadd(a, a), C(20)), e = vfma(r, C(1.44269504f), ROUNDER);
  vec big = vsub(C(1), vdiv(C(2), vfma(exp_poly(r, vsub(e, ROUNDER)), power(e), C(1))));
  big = wasm_v128_or(big, wasm_v128_and(x, C(-0.0f)));
  return wasm_v128_bitselect(p, big, wasm_f32x4_lt(a, C(0.625f)));
}

INLINE vec logistic(vec x) { return vdiv(C(1), vadd(C(1), expv(wasm_f32x4_neg(x)))); }

// gated is the derivative of x·σ(u), where w = x·u'.
INLINE vec gated(vec s, vec w) { return vmul(s, vfma(w, vsub(C(1), s), C(1))); }

// gelu_u is 2u with ½(1 + tanh u) = σ(2u), and gelu_du its derivative.
INLINE vec gelu_u(vec x) { return vmul(x, vfma(vmul(x, x), C(0.0713548163f), C(1.5957691216f))); }
INLINE vec gelu_du(vec x) { return vfma(vmul(x, x), C(0.2140644488f), C(1.5957691216f)); }
INLINE vec within20(vec x) { return wasm_f32x4_pmax(wasm_f32x4_pmin(x, C(20)), C(-20)); } // beyond, the function is 0 or x

INLINE vec gelu_tanh_slope(vec x) {
  x = within20(x);
  return gated(logistic(gelu_u(x)), vmul(x, gelu_du(x)));
}

INLINE vec gauss(vec x) { return expv(vmul(vmul(x, x), C(-0.5f))); }

// normal is Φ(x), given e = exp(-x²/2): erfc(z)·exp(z²)/t with t = 1/(1+z/2),
// a polynomial of t - ½ to 1e-8. The lower tail keeps its digits.
INLINE vec normal(vec x, vec e) {
  vec t = vdiv(C(1), vfma(wasm_f32x4_abs(x), C(0.353553390593f), C(1))), u = vsub(t, C(0.5f)), y = C(0.04235259362f);
  y = vfma(y, u, C(-0.0190946892f));
  y = vfma(y, u, C(-0.07621388839f));
  y = vfma(y, u, C(0.05530805042f));
  y = vfma(y, u, C(0.09779288358f));
  y = vfma(y, u, C(-0.1038209872f));
  y = vfma(y, u, C(-0.1720214939f));
  y = vfma(y, u, C(0.1457751902f));
  y = vfma(y, u, C(0.558942861f));
  y = vfma(y, u, C(0.687160609f));
  y = vfma(y, u, C(0.5107913569f));
  y = vmul(vmul(vmul(t, y), C(0.5f)), e);
  return wasm_v128_bitselect(y, vsub(C(1), y), wasm_f32x4_lt(x, V(0)));
}

INLINE vec gelu_slope(vec x) {
  vec e = gauss(x);
  return vfma(x, vmul(e, C(0.398942280401f)), normal(x, e));
}

// softplus is max(x, 0) + ln(1+e)/s, e = exp(-|s·x|), ln(1+e) = 2·artanh(e/(2+e)).
INLINE vec softplus(vec x, vec s) {
  vec e = expv(wasm_f32x4_neg(wasm_f32x4_abs(vmul(s, x)))), r = vdiv(e, vadd(e, C(2))), z = vmul(r, r), y = C(0.28178326f);
  y = vfma(y, z, C(0.2796060474f));
  y = vfma(y, z, C(0.4002491014f));
  y = vfma(y, z, C(0.6666631469f));
  y = vfma(y, z, C(2.000000008f));
  return vadd(wasm_f32x4_max(x, V(0)), vdiv(vmul(r, y), s));
}

// elu makes eˣ - 1 of 2t/(1-t) with t = tanh x/2, which keeps the digits of a small x.
INLINE vec elu(vec x, vec s) {
  vec t = tanhv(vmul(x, C(0.5f)));
  return wasm_v128_bitselect(x, vmul(s, vdiv(vadd(t, t), vsub(C(1), t))), wasm_f32x4_gt(x, V(0)));
}
INLINE vec elu_slope(vec x, vec s) { return wasm_v128_bitselect(C(1), vmul(s, expv(x)), wasm_f32x4_gt(x, V(0))); }

// logv is Cephes logf (S. Moshier).
INLINE vec logv(vec x) {
  vec tiny = wasm_f32x4_lt(x, C(1.17549435e-38f)), v = wasm_v128_bitselect(vmul(x, C(8388608)), x, tiny);
  vec e = vsub(wasm_f32x4_convert_i32x4(wasm_u32x4_shr(v, 23)), C(126));
  e = vsub(e, wasm_v128_and(tiny, C(23)));
  vec m = wasm_v128_or(wasm_v128_and(v, wasm_i32x4_const_splat(0x007fffff)), C(0.5f)), low = wasm_f32x4_lt(m, C(0.707106781187f));
  e = vsub(e, wasm_v128_and(low, C(1)));
  m = vsub(vadd(m, wasm_v128_and(low, m)), C(1));
  vec z = vmul(m, m), y = C(7.0376836292e-2f);
  y = vfma(y, m, C(-1.1514610310e-1f));
  y = vfma(y, m, C(1.1676998740e-1f));
  y = vfma(y, m, C(-1.2420140846e-1f));
  y = vfma(y, m, C(1.4249322787e-1f));
  y = vfma(y, m, C(-1.6668057665e-1f));
  y = vfma(y, m, C(2.0000714765e-1f));
  y = vfma(y, m, C(-2.4999993993e-1f));
  y = vfma(y, m, C(3.3333331174e-1f));
  y = vmul(vmul(y, m), z);
  y = vfma(e, C(-2.12194440e-4f), y);
  y = vfma(z, C(-0.5f), y);
  y = vfma(e, C(0.693359375f), vadd(m, y));
  y = wasm_v128_bitselect(C(-__builtin_inff()), y, wasm_f32x4_eq(x, V(0)));
  y = wasm_v128_bitselect(C(__builtin_inff()), y, wasm_f32x4_eq(x, C(__builtin_inff())));
  return wasm_v128_or(y, wasm_v128_not(wasm_f32x4_ge(x, V(0)))); // below 0 and of NaN it is NaN
}

INLINE vec leaky(vec x, vec v, vec s) { return wasm_v128_bitselect(v, vmul(s, v), wasm_f32x4_gt(x, V(0))); }
