// The kernels for WebAssembly: SIMD128, and with -mrelaxed-simd fused
// multiply-add. They work on the memory of the Go program, have no memory, no
// stack and no state of their own, and do what the functions of the same names
// in ../portable.go and ../portable_gemm.go do. Build with build.sh.

#include "vec.h"
#include "products.h"
#include "planes.h"
#include "functions.h"

// ---- loops ----

// BODY1 and BODY2 do n lanes at i, the loops whole vectors and then the rest.
#define BODY1(i, n, expr) do { vec d = load(dst + (i), n), x = load(xp + (i), n); (void)d; store(dst + (i), expr, n); } while (0)
#define BODY2(i, n, expr) do { vec d = load(dst + (i), n), x = load(xp + (i), n), y = load(yp + (i), n); (void)x; store(dst + (i), expr, n); } while (0)
#define LOOP1(name, fn, expr)                                                \
  EXPORT(name) APART void fn(float *dst, const float *xp, int n) {                 \
    int i = 0;                                                               \
    for (; i + 4 <= n; i += 4) BODY1(i, 4, expr);                            \
    if (n & 2) { BODY1(i, 2, expr); i += 2; }                                \
    if (n & 1) BODY1(i, 1, expr);                                            \
  }
#define LOOP1S(name, fn, expr)                                               \
  EXPORT(name) APART void fn(float *dst, const float *xp, float scalar, int n) {   \
    vec s = wasm_f32x4_splat(scalar);                                        \
    int i = 0;                                                               \
    for (; i + 4 <= n; i += 4) BODY1(i, 4, expr);                            \
    if (n & 2) { BODY1(i, 2, expr); i += 2; }                                \
    if (n & 1) BODY1(i, 1, expr);                                            \
  }
#define LOOP2(name, fn, expr)                                                \
  EXPORT(name) APART void fn(float *dst, const float *xp, const float *yp, int n) {\
    int i = 0;                                                               \
    for (; i + 4 <= n; i += 4) BODY2(i, 4, expr);                            \
    if (n & 2) { BODY2(i, 2, expr); i += 2; }                                \
    if (n & 1) BODY2(i, 1, expr);                                            \
  }
#define LOOP2S(name, fn, expr)                                                             \
  EXPORT(name) APART void fn(float *dst, const float *xp, const float *yp, float scalar, int n) {\
    vec s = wasm_f32x4_splat(scalar);                                                      \
    int i = 0;                                                                             \
    for (; i + 4 <= n; i += 4) BODY2(i, 4, expr);                                          \
    if (n & 2) { BODY2(i, 2, expr); i += 2; }                                              \
    if (n & 1) BODY2(i, 1, expr);                                                          \
  }

LOOP1(add, k_add, vadd(d, x))
LOOP1S(axpy, k_axpy, vfma(s, x, d))
LOOP1S(addScalar, k_add_scalar, vadd(x, s))
LOOP1(relu, k_relu, wasm_v128_andnot(x, wasm_f32x4_lt(x, V(0))))
LOOP2(reluGrad, k_relu_grad, vadd(d, wasm_v128_andnot(y, wasm_f32x4_le(x, V(0)))))
LOOP1S(leakyReLU, k_leaky, leaky(x, x, s))
LOOP2S(leakyReLUGrad, k_leaky_grad, vadd(d, leaky(x, y, s)))
LOOP1(exp, k_exp, expv(x))
LOOP1(sigmoid, k_sigmoid, logistic(x))
LOOP1(tanh, k_tanh, tanhv(x))
LOOP1(log, k_log, logv(x))
LOOP1(gelu, k_gelu, vmul(x, normal(x, gauss(x))))
LOOP2(geluGrad, k_gelu_grad, vfma(y, gelu_slope(x), d))
LOOP1(geluTanh, k_gelu_tanh, vmul(x, logistic(gelu_u(x))))
LOOP2(geluTanhGrad, k_gelu_tanh_grad, vfma(y, gelu_tanh_slope(x), d))
LOOP1(silu, k_silu, vmul(x, logistic(x)))
LOOP2(siluGrad, k_silu_grad, vfma(y, gated(logistic(x), x), d))
LOOP1S(softplus, k_softplus, softplus(x, s))
LOOP2S(softplusGrad, k_softplus_grad, vfma(y, logistic(vmul(s, x)), d))
LOOP1S(elu, k_elu, elu(x, s))
LOOP2S(eluGrad, k_elu_grad, vfma(y, elu_slope(x, s), d))
LOOP2(mulAdd, k_mul_add, vfma(x, y, d))
LOOP2(divAdd, k_div_add, vadd(d, vdiv(x, y)))
LOOP2(sigmoidGrad, k_sigmoid_grad, vfma(y, vmul(vsub(V(1), x), x), d))
LOOP2(tanhGrad, k_tanh_grad, vfma(y, vmul(vsub(V(1), x), vadd(V(1), x)), d))
LOOP2S(softmaxGrad, k_softmax_grad, vfma(x, vsub(y, s), d))

EXPORT(scale) void k_scale(float *dst, float scalar, int n) {
  vec s = wasm_f32x4_splat(scalar);
  int i = 0;
  for (; i + 4 <= n; i += 4) store(dst + i, vmul(s, load(dst + i, 4)), 4);
  for (; i < n; i++) dst[i] *= scalar;
}

// ---- reductions ----

EXPORT(sum) float k_sum(const float *x, int n) {
  vec a = V(0), b = V(0), c = V(0), d = V(0);
  for (; n >= 16; n -= 16, x += 16) {
    a = vadd(a, load(x, 4)), b = vadd(b, load(x + 4, 4)), c = vadd(c, load(x + 8, 4)), d = vadd(d, load(x + 12, 4));
  }
  for (; n >= 4; n -= 4, x += 4) a = vadd(a, load(x, 4));
  if (n & 2) { b = vadd(b, load(x, 2)); x += 2; }
  if (n & 1) c = vadd(c, load(x, 1));
  return lanes(vadd(vadd(a, c), vadd(b, d)));
}

EXPORT(dot) float k_dot(const float *x, const float *y, int n) {
  vec a = V(0), b = V(0);
  for (; n >= 8; n -= 8, x += 8, y += 8) a = vfma(load(x, 4), load(y, 4), a), b = vfma(load(x + 4, 4), load(y + 4, 4), b);
  if (n & 4) { a = vfma(load(x, 4), load(y, 4), a); x += 4, y += 4; }
  if (n & 2) { b = vfma(load(x, 2), load(y, 2), b); x += 2, y += 2; }
  if (n & 1) a = vfma(load(x, 1), load(y, 1), a);
  return lanes(vadd(a, b));
}

EXPORT(expSum) float k_exp_sum(float *dst, const float *x, float shift, int n) {
  vec s = wasm_f32x4_splat(shift), t = V(0);
  int i = 0;
  for (; i + 4 <= n; i += 4) {
    vec e = expv(vsub(load(x + i, 4), s));
    store(dst + i, e, 4);
    t = vadd(t, e);
  }
  for (; i < n; i++) {
    vec e = expv(vsub(load(x + i, 1), s));
    store(dst + i, e, 1);
    t = vadd(t, wasm_f32x4_replace_lane(V(0), 0, wasm_f32x4_extract_lane(e, 0)));
  }
  return lanes(t);
}

// max of wasm keeps NaN.
EXPORT(max) float k_max(const float *x, int n) {
  vec m = V(-__builtin_inff());
  for (; n >= 4; n -= 4, x += 4) m = wasm_f32x4_max(m, load(x, 4));
  for (; n; n--, x++) m = wasm_f32x4_max(m, wasm_v128_load32_splat(x));
  m = wasm_f32x4_max(m, wasm_i32x4_shuffle(m, m, 2, 3, 0, 1));
  m = wasm_f32x4_max(m, wasm_i32x4_shuffle(m, m, 1, 0, 3, 2));
  return wasm_f32x4_extract_lane(m, 0);
}

// ---- the machine ----

// peak does n rounds of 12 independent multiply-adds of 4 lanes in registers:
// what no product can beat. Fused, the sum must be what is added to, or each
// takes a copy; unfused, it must be what is multiplied, or the product is made once.
EXPORT(peak) float k_peak(int n) {
  vec s[12], a = V(0.999f), b = V(0.001f);
  for (int i = 0; i < 12; i++) s[i] = wasm_f32x4_splat(i);
  for (; n > 0; n--)
    for (int i = 0; i < 12; i++) s[i] = PEAK(a, b, s[i]);
  for (int i = 1; i < 12; i++) s[0] = vadd(s[0], s[i]);
  return lanes(s[0]);
}

// ---- updates ----

#define RUN(BODY)                        \
  int i = 0;                             \
  for (; i + 4 <= n; i += 4) BODY(4);    \
  if (n & 2) { BODY(2); i += 2; }        \
  if (n & 1) BODY(1);

EXPORT(sgd) void k_sgd(float *p, const float *g, float lr, float decay, int n) {
  vec l = wasm_f32x4_splat(lr), w = wasm_f32x4_splat(decay);
#define BODY(n) do { vec q = load(p + i, n); store(p + i, vfnma(l, vfma(w, q, load(g + i, n)), q), n); } while (0)
  RUN(BODY)
#undef BODY
}

INLINE void momentum(const int nesterov, float *p, float *v, const float *g, float lr, float mu, float keep, float decay, int n) {
  vec l = wasm_f32x4_splat(lr), w = wasm_f32x4_splat(decay), m = wasm_f32x4_splat(mu), k = wasm_f32x4_splat(keep);
#define BODY(n) do { \
    vec q = load(p + i, n), x = vfma(w, q, load(g + i, n)), u = vfma(k, x, vmul(m, load(v + i, n))); \
    store(v + i, u, n); \
    store(p + i, vfnma(l, nesterov ? vfma(m, u, x) : u, q), n); \
  } while (0)
  RUN(BODY)
#undef BODY
}
EXPORT(momentum) void k_momentum(float *p, float *v, const float *g, float lr, float mu, float keep, float decay, int n) { momentum(0, p, v, g, lr, mu, keep, decay, n); }
EXPORT(nesterov) void k_nesterov(float *p, float *v, const float *g, float lr, float mu, float keep, float decay, int n) { momentum(1, p, v, g, lr, mu, keep, decay, n); }

EXPORT(adam) void k_adam(float *p, float *m, float *v, const float *g, float b1, float b2, float eps, float step, float root, float l2, float shrink, int n) {
  vec c1 = wasm_f32x4_splat(b1), c2 = wasm_f32x4_splat(b2), e = wasm_f32x4_splat(eps), s = wasm_f32x4_splat(step);
  vec r = wasm_f32x4_splat(root), l = wasm_f32x4_splat(l2), k = wasm_f32x4_splat(shrink), rest = vsub(V(1), c2);
#define BODY(n) do { \
    vec q = load(p + i, n), x = vfma(l, q, load(g + i, n)), u = load(m + i, n), w = load(v + i, n); \
    u = vfma(c1, vsub(x, u), u); \
    w = vfma(rest, vmul(x, x), vmul(c2, w)); \
    store(m + i, u, n); \
    store(v + i, w, n); \
    store(p + i, vfnma(s, vdiv(u, vfma(wasm_f32x4_sqrt(w), r, e)), vmul(k, q)), n); \
  } while (0)
  RUN(BODY)
#undef BODY
}

// ---- small dense layers ----

// A layer is y = x·wᵀ + b for x [m, k], w [n, k] and b [n] or null, and z = f(y)
// for the f-th activation function of ../dense.go; row i of x or w begins at
// off[i]. The same as in ../chain_js.go.
struct layer {
  int m, n, k, f;
  const float *x, *w, *b;
  float *y, *z;
  const int *off;
  float *dx, *dw, *db, *dy;
  const float *dz;
};

// chain computes layers, one after the other.
EXPORT(chain) void chain(const struct layer *l, int count, float *panel) {
  for (; count > 0; count--, l++) {
    const int m = l->m, n = l->n, k = l->k;
    if (m >= 4 && n >= 4) {
      panels(m, n, k, l->x, k, 1, l->w, 1, k, l->y, n, l->b, 0, panel);
    } else {
      dots(m, n, k, l->x, k, l->w, l->off, l->y, n, 0);
      if (l->b) addRows(l->y, n, l->b, 0, m, n, 0);
    }
    switch (l->f) {
    case 1: k_relu(l->z, l->y, m * n); break;
    case 2: k_tanh(l->z, l->y, m * n); break;
    case 3: k_sigmoid(l->z, l->y, m * n); break;
    }
  }
}

// chainGrad adds, for each layer from the last to the first, dz·f'(y) to dy, then
// dy·w to dx, dyᵀ·x to dw and the sum of the rows of dy to db, those of them that
// are not null.
EXPORT(chainGrad) void chain_grad(const struct layer *l, int count) {
  for (l += count; count > 0; count--) {
    l--;
    const int m = l->m, n = l->n, k = l->k;
    switch (l->f) {
    case 1: k_relu_grad(l->dy, l->y, l->dz, m * n); break;
    case 2: k_tanh_grad(l->dy, l->z, l->dz, m * n); break;
    case 3: k_sigmoid_grad(l->dy, l->z, l->dz, m * n); break;
    }
    if (l->dx) rows(m, k, n, l->dy, n, 1, l->w, l->off, l->dx, k, 1);
    if (l->dw) rows(n, k, m, l->dy, 1, n, l->x, l->off, l->dw, k, 1);
    if (l->db) sum_rows(l->db, l->dy, m, n);
  }
}
