// The kernels for WebAssembly: SIMD128, and with -mrelaxed-simd fused
// multiply-add. They work on the memory of the Go program, have no memory, no
// stack and no state of their own, and do what the functions of the same names
// in ../portable.go and ../portable_gemm.go do. Build with build.sh.

#include <wasm_simd128.h>

typedef v128_t vec;
#define EXPORT(name) __attribute__((export_name(#name)))
#define INLINE static inline __attribute__((always_inline))
#define V(x) wasm_f32x4_const_splat(x)
#define vadd wasm_f32x4_add
#define vsub wasm_f32x4_sub
#define vmul wasm_f32x4_mul
#define vdiv wasm_f32x4_div

#ifdef __wasm_relaxed_simd__
#define vfma(a, b, c) wasm_f32x4_relaxed_madd(a, b, c)   // a·b + c
#define vfnma(a, b, c) wasm_f32x4_relaxed_nmadd(a, b, c) // c - a·b
#define PEAK(a, b, s) vfma(a, b, s)
#else
#define vfma(a, b, c) vadd(vmul(a, b), c)
#define vfnma(a, b, c) vsub(c, vmul(a, b))
#define PEAK(a, b, s) vfma(s, a, b)
#endif

// load reads the first n lanes, 1 to 4; the others are 0.
INLINE vec load(const float *p, int n) {
  switch (n) {
  case 1: return wasm_v128_load32_zero(p);
  case 2: return wasm_v128_load64_zero(p);
  case 3: return wasm_v128_load32_lane(p + 2, wasm_v128_load64_zero(p), 2);
  }
  return wasm_v128_load(p);
}

// store writes the first n lanes.
INLINE void store(float *p, vec x, int n) {
  switch (n) {
  case 1: wasm_v128_store32_lane(p, x, 0); return;
  case 3: wasm_v128_store32_lane(p + 2, x, 2); // fall through
  case 2: wasm_v128_store64_lane(p, x, 0); return;
  }
  wasm_v128_store(p, x);
}

// ---- matrix products ----

// sums adds Σ_p A[i·ars+p·acs] · B[p][j] to m rows of nv vectors. Row p of B
// starts at b[off[p]], or of a panel at b[8·p]; its vectors have n lanes. Six
// rows of two vectors, a vector of each and an element of A fill the 15 registers
// that compilers for x86 have to give.
INLINE void sums(vec s[6][8], const int panel, const int m, const int nv, const int n, int k, const float *a, int ars, int acs, const float *b, const int *off) {
  int row[6];
  for (int r = 0; r < m; r++) {
    row[r] = r * ars;
    __asm__("" : "+r"(row[r])); // or the compiler makes a chain of sums, which takes as long as the products
  }
  for (; k; k--, a += acs) {
    const float *bp = panel ? b : b + *off++;
    if (panel) b += 8;
    vec x[8];
    for (int v = 0; v < nv; v++) x[v] = load(bp + 4 * v, n);
    for (int r = 0; r < m; r++) {
      vec y = wasm_v128_load32_splat(a + row[r]);
      for (int v = 0; v < nv; v++) s[r][v] = vfma(y, x[v], s[r][v]);
    }
  }
}

// tile computes m rows by cols columns (1 to 4, 8 or 32) of
// C[i][j] (+)= Σ_p A[i·ars+p·acs] · B[off[p]+j].
INLINE void tile(const int m, const int cols, int k, const float *a, int ars, int acs, const float *b, const int *off, float *c, int ldc, int acc) {
  const int nv = cols > 4 ? cols / 4 : 1, n = cols > 4 ? 4 : cols;
  vec s[6][8];
  for (int r = 0; r < m; r++)
    for (int v = 0; v < nv; v++) s[r][v] = acc ? load(c + r * ldc + 4 * v, n) : V(0);
  sums(s, 0, m, nv, n, k, a, ars, acs, b, off);
  for (int r = 0; r < m; r++)
    for (int v = 0; v < nv; v++) store(c + r * ldc + 4 * v, s[r][v], n);
}

INLINE void strip(const int m, int n, int k, const float *a, int ars, int acs, const float *b, const int *off, float *c, int ldc, int acc) {
  if (m == 1) // one row needs wider tiles to keep the multipliers busy
    for (; n >= 32; n -= 32, b += 32, c += 32) tile(m, 32, k, a, ars, acs, b, off, c, ldc, acc);
  for (; n >= 8; n -= 8, b += 8, c += 8) tile(m, 8, k, a, ars, acs, b, off, c, ldc, acc);
  if (n >= 4) { tile(m, 4, k, a, ars, acs, b, off, c, ldc, acc); n -= 4, b += 4, c += 4; }
  if (n >= 2) { tile(m, 2, k, a, ars, acs, b, off, c, ldc, acc); n -= 2, b += 2, c += 2; }
  if (n) tile(m, 1, k, a, ars, acs, b, off, c, ldc, acc);
}

// IN_ROWS calls f(rows) for six rows at a time, or where that leaves fewer
// passes four, and for the rest; every call moves on by what it did.
#define IN_ROWS(m, f)                  \
  for (; m >= 6 && m != 8; m -= 6) f(6); \
  for (; m >= 4; m -= 4) f(4);         \
  if (m >= 2) { f(2); m -= 2; }        \
  if (m) f(1);

EXPORT(rows) void rows(int m, int n, int k, const float *a, int ars, int acs, const float *b, const int *off, float *c, int ldc, int acc) {
#define STRIP(r) do { strip(r, n, k, a, ars, acs, b, off, c, ldc, acc); a += r * ars; c += r * ldc; } while (0)
  IN_ROWS(m, STRIP)
#undef STRIP
}

// panel_of lays n columns of op(B), up to 8, out as k rows of 8; what is beyond n is left.
INLINE void panel_of(float *p, int n, int k, const float *b, int brs, int bcs) {
  if (n == 8 && bcs == 1)
    for (; k; k--, p += 8, b += brs) { store(p, load(b, 4), 4); store(p + 4, load(b + 4, 4), 4); }
  if (n == 8)
    for (; k >= 4; k -= 4, p += 32, b += 4)
      for (int h = 0; h < 8; h += 4) {
        const float *q = b + h * bcs;
        vec x0 = load(q, 4), x1 = load(q + bcs, 4), x2 = load(q + 2 * bcs, 4), x3 = load(q + 3 * bcs, 4);
        vec l0 = wasm_i32x4_shuffle(x0, x1, 0, 4, 1, 5), l1 = wasm_i32x4_shuffle(x2, x3, 0, 4, 1, 5);
        vec h0 = wasm_i32x4_shuffle(x0, x1, 2, 6, 3, 7), h1 = wasm_i32x4_shuffle(x2, x3, 2, 6, 3, 7);
        store(p + h, wasm_i64x2_shuffle(l0, l1, 0, 2), 4);
        store(p + h + 8, wasm_i64x2_shuffle(l0, l1, 1, 3), 4);
        store(p + h + 16, wasm_i64x2_shuffle(h0, h1, 0, 2), 4);
        store(p + h + 24, wasm_i64x2_shuffle(h0, h1, 1, 3), 4);
      }
  for (; k; k--, p += 8, b += brs)
    for (int j = 0; j < n; j++) p[j] = b[j * bcs];
}

INLINE void put(float *c, vec x, int n, int acc) { store(c, acc ? vadd(x, load(c, n)) : x, n); }

// panel_tile computes m rows by n columns of C with a panel of B.
INLINE void panel_tile(const int m, const int nv, int n, int k, const float *a, int ars, int acs, const float *panel, float *c, int ldc, int acc) {
  vec s[6][8];
  for (int r = 0; r < m; r++)
    for (int v = 0; v < nv; v++) s[r][v] = V(0);
  sums(s, 1, m, nv, 4, k, a, ars, acs, panel, 0);
  for (int r = 0; r < m; r++) {
    if (nv == 2) put(c + r * ldc, s[r][0], 4, acc);
    put(c + r * ldc + 4 * (nv - 1), s[r][nv - 1], n - 4 * (nv - 1), acc);
  }
}

INLINE void panel_product(const int nv, int n, int m, int k, const float *a, int ars, int acs, const float *panel, float *c, int ldc, int acc) {
#define TILE(r) do { panel_tile(r, nv, n, k, a, ars, acs, panel, c, ldc, acc); a += r * ars; c += r * ldc; } while (0)
  IN_ROWS(m, TILE)
#undef TILE
}

// gemm computes C (+)= A·B, element (p, j) of B at b[p·brs+j·bcs], where brs or
// bcs is 1. Columns of B go through a panel, a buffer of 256 rows of 8, which
// all of A meets while it lies in the first-level cache.
EXPORT(gemm) void gemm(int m, int n, int k, const float *a, int ars, int acs, const float *b, int brs, int bcs, float *c, int ldc, int acc, float *panel) {
  for (; k > 0; k -= 256, a += 256 * acs, b += 256 * brs, acc = 1) {
    int kb = k < 256 ? k : 256;
    for (int j = 0; j < n; j += 8) {
      int nb = n - j < 8 ? n - j : 8;
      panel_of(panel, nb, kb, b + j * bcs, brs, bcs);
      if (nb > 4) panel_product(2, nb, m, kb, a, ars, acs, panel, c + j, ldc, acc);
      else panel_product(1, nb, m, kb, a, ars, acs, panel, c + j, ldc, acc);
    }
  }
}

INLINE float lanes(vec s) {
  s = vadd(s, wasm_i32x4_shuffle(s, s, 2, 3, 0, 1));
  return wasm_f32x4_extract_lane(s, 0) + wasm_f32x4_extract_lane(s, 1);
}

// dot_tile computes m by n dot products: C[i][j] (+)= Σ_p A[i·lda+p] · B[off[j]+p].
// The vectors of B stay in registers while those of A pass.
INLINE void dot_tile(const int m, const int n, int k, const float *a, int lda, const float *b, const int *off, float *c, int ldc, int acc) {
  vec s[4][3];
  const float *ap[4], *bp[3];
  for (int j = 0; j < n; j++) bp[j] = b + off[j];
  for (int i = 0; i < m; i++) {
    ap[i] = a + i * lda;
    for (int j = 0; j < n; j++) s[i][j] = V(0);
  }
#define STEP(lanes)                                                             \
  do {                                                                          \
    vec y[3];                                                                   \
    for (int j = 0; j < n; j++, bp[j - 1] += lanes) y[j] = load(bp[j], lanes);  \
    for (int i = 0; i < m; i++) {                                               \
      vec x = load(ap[i], lanes);                                               \
      ap[i] += lanes;                                                           \
      for (int j = 0; j < n; j++) s[i][j] = vfma(x, y[j], s[i][j]);              \
    }                                                                           \
  } while (0)
  for (; k >= 4; k -= 4) STEP(4);
  if (k >= 2) { STEP(2); k -= 2; }
  if (k) STEP(1);
#undef STEP
  for (int i = 0; i < m; i++)
    for (int j = 0; j < n; j++) c[i * ldc + j] = acc ? lanes(s[i][j]) + c[i * ldc + j] : lanes(s[i][j]);
}

// dot_row computes the products of one row of A with n of B, which need more
// sums at a time to keep the multipliers busy.
INLINE void dot_row(const int n, int k, const float *a, const float *b, const int *off, float *c, int acc) {
  vec s[8];
  const float *bp[8];
  for (int j = 0; j < n; j++) s[j] = V(0), bp[j] = b + off[j];
#define STEP(lanes)                                                                         \
  do {                                                                                      \
    vec x = load(a, lanes);                                                                 \
    a += lanes;                                                                             \
    for (int j = 0; j < n; j++, bp[j - 1] += lanes) s[j] = vfma(x, load(bp[j], lanes), s[j]); \
  } while (0)
  for (; k >= 4; k -= 4) STEP(4);
  if (k >= 2) { STEP(2); k -= 2; }
  if (k) STEP(1);
#undef STEP
  for (int j = 0; j < n; j++) c[j] = acc ? lanes(s[j]) + c[j] : lanes(s[j]);
}

INLINE void dot_strip(const int m, int n, int k, const float *a, int lda, const float *b, const int *off, float *c, int ldc, int acc) {
  if (m == 1)
    for (; n >= 8; n -= 8, off += 8, c += 8) dot_row(8, k, a, b, off, c, acc);
  for (; n >= 3; n -= 3, off += 3, c += 3) dot_tile(m, 3, k, a, lda, b, off, c, ldc, acc);
  if (n == 2) dot_tile(m, 2, k, a, lda, b, off, c, ldc, acc);
  if (n == 1) dot_tile(m, 1, k, a, lda, b, off, c, ldc, acc);
}

EXPORT(dots) void dots(int m, int n, int k, const float *a, int lda, const float *b, const int *off, float *c, int ldc, int acc) {
  for (; m >= 4; m -= 4, a += 4 * lda, c += 4 * ldc) dot_strip(4, n, k, a, lda, b, off, c, ldc, acc);
  if (m >= 2) { dot_strip(2, n, k, a, lda, b, off, c, ldc, acc); m -= 2, a += 2 * lda, c += 2 * ldc; }
  if (m) dot_strip(1, n, k, a, lda, b, off, c, ldc, acc);
}

// ---- planes ----

#define PLANES(name, expr)                                                                                    \
  EXPORT(name) void name(float *dst, int ldd, const float *src, int lds, int rows, int cols, float scalar) {  \
    vec s = wasm_f32x4_splat(scalar);                                                                         \
    (void)s;                                                                                                  \
    for (; rows; rows--, dst += ldd, src += lds) {                                                            \
      int j = 0;                                                                                              \
      for (; j + 4 <= cols; j += 4) { vec d = load(dst + j, 4), x = load(src + j, 4); (void)d; store(dst + j, expr, 4); } \
      if (cols & 2) { vec d = load(dst + j, 2), x = load(src + j, 2); (void)d; store(dst + j, expr, 2); j += 2; }  \
      if (cols & 1) { vec d = load(dst + j, 1), x = load(src + j, 1); (void)d; store(dst + j, expr, 1); }     \
    }                                                                                                         \
  }
PLANES(copyRows, x)
PLANES(biasRows, vadd(x, s))
PLANES(addRows, vadd(d, x))

// A later element wins if it is larger or NaN, but not over a NaN.
INLINE void better(vec v, vec at, vec *best, vec *pos) {
  vec take = wasm_v128_andnot(wasm_f32x4_eq(*best, *best), wasm_f32x4_le(v, *best));
  *best = wasm_v128_bitselect(v, *best, take);
  *pos = wasm_v128_bitselect(at, *pos, take);
}

EXPORT(maxPool2x2) void maxPool2x2(float *dst, int *at, const float *x, int w, int rows, int cols) {
  int first = 0;
  for (; rows; rows--, dst += cols, at += cols, first += 2 * w, x += 2 * w) {
    for (int j = 0; j < cols; j += 4) {
      int n = cols - j < 4 ? cols - j : 4;
      if (n < 4 && j) { j = cols - 4; n = 4; } // do some windows twice
      const float *p = x + 2 * j;
      vec l, h, q, r;
      if (n == 4) {
        l = load(p, 4), h = load(p + 4, 4), q = load(p + w, 4), r = load(p + w + 4, 4);
      } else if (n == 3) {
        l = load(p, 4), h = load(p + 4, 2), q = load(p + w, 4), r = load(p + w + 4, 2);
      } else if (n == 2) {
        l = load(p, 4), h = V(0), q = load(p + w, 4), r = V(0);
      } else {
        l = load(p, 2), h = V(0), q = load(p + w, 2), r = V(0);
      }
      vec pos = wasm_i32x4_add(wasm_i32x4_splat(first + 2 * j), wasm_i32x4_const(0, 2, 4, 6)), place = pos;
      vec best = wasm_i32x4_shuffle(l, h, 0, 2, 4, 6), width = wasm_i32x4_splat(w), one = wasm_i32x4_const_splat(1);
      better(wasm_i32x4_shuffle(l, h, 1, 3, 5, 7), wasm_i32x4_add(place, one), &best, &pos);
      place = wasm_i32x4_add(place, width);
      better(wasm_i32x4_shuffle(q, r, 0, 2, 4, 6), place, &best, &pos);
      better(wasm_i32x4_shuffle(q, r, 1, 3, 5, 7), wasm_i32x4_add(place, one), &best, &pos);
      if (n == 4) store(dst + j, best, 4), store((float *)at + j, pos, 4);
      else if (n == 3) store(dst + j, best, 3), store((float *)at + j, pos, 3);
      else if (n == 2) store(dst + j, best, 2), store((float *)at + j, pos, 2);
      else store(dst + j, best, 1), store((float *)at + j, pos, 1);
    }
  }
}

EXPORT(avgPool2x2) void avgPool2x2(float *dst, const float *x, int w, int rows, int cols) {
  for (; rows; rows--, dst += cols, x += 2 * w) {
    const float *y = x + w;
    int j = 0;
    for (; j + 4 <= cols; j += 4) {
      vec l = load(x + 2 * j, 4), h = load(x + 2 * j + 4, 4), q = load(y + 2 * j, 4), r = load(y + 2 * j + 4, 4);
      vec s = vadd(wasm_i32x4_shuffle(l, h, 0, 2, 4, 6), wasm_i32x4_shuffle(l, h, 1, 3, 5, 7));
      s = vadd(vadd(s, wasm_i32x4_shuffle(q, r, 0, 2, 4, 6)), wasm_i32x4_shuffle(q, r, 1, 3, 5, 7));
      store(dst + j, vmul(s, V(0.25f)), 4);
    }
    for (; j < cols; j++) dst[j] = (x[2 * j] + x[2 * j + 1] + y[2 * j] + y[2 * j + 1]) * 0.25f;
  }
}

EXPORT(avgPool2x2Grad) void avgPool2x2Grad(float *dx, const float *dy, int w, int rows, int cols) {
  for (; rows; rows--, dy += cols, dx += 2 * w)
    for (int j = 0; j < cols; j += 4) {
      int n = cols - j < 4 ? cols - j : 4;
      vec v = vmul(load(dy + j, n), V(0.25f)), l = wasm_i32x4_shuffle(v, v, 0, 0, 1, 1), h = wasm_i32x4_shuffle(v, v, 2, 2, 3, 3);
      for (float *p = dx + 2 * j, *end = p + 2 * w; p != end; p += w) {
        put(p, l, n > 1 ? 4 : 2, 1);
        if (n > 2) put(p + 4, h, n > 3 ? 4 : 2, 1);
      }
    }
}

// ---- functions ----

// expv is eˣ to about one unit in the last place: x = n·ln 2 + r, eʳ by a
// polynomial (Cephes expf, S. Moshier), 2ⁿ in two factors so that overflow and
// underflow come out right. min and max keep NaN.
INLINE vec expv(vec x) {
  vec r = wasm_f32x4_max(wasm_f32x4_min(x, V(89)), V(-104));
  vec n = wasm_f32x4_nearest(vmul(r, V(1.44269504f)));
  r = vfnma(n, V(0.693359375f), r);
  r = vfnma(n, V(-2.12194440e-4f), r);
  vec y = V(1.9875691500e-4f);
  y = vfma(y, r, V(1.3981999507e-3f));
  y = vfma(y, r, V(8.3334519073e-3f));
  y = vfma(y, r, V(4.1665795894e-2f));
  y = vfma(y, r, V(1.6666665459e-1f));
  y = vfma(y, r, V(5.0000001201e-1f));
  y = vadd(vfma(vmul(r, r), y, r), V(1));
  vec e = wasm_i32x4_trunc_sat_f32x4(n), half = wasm_i32x4_shr(e, 1), rest = wasm_i32x4_sub(e, half);
  vec one = V(1); // its bits are the bias of the exponent
  y = vmul(y, wasm_i32x4_add(wasm_i32x4_shl(half, 23), one));
  return vmul(y, wasm_i32x4_add(wasm_i32x4_shl(rest, 23), one));
}

// tanhv is an odd polynomial for |x| < 0.625 and 1 - 2/(e²ˣ+1) beyond (Cephes tanhf).
INLINE vec tanhv(vec x) {
  vec a = wasm_f32x4_abs(x), z = vmul(x, x), p = V(-5.70498872745e-3f);
  p = vfma(p, z, V(2.06390887954e-2f));
  p = vfma(p, z, V(-5.37397155531e-2f));
  p = vfma(p, z, V(1.33314422036e-1f));
  p = vfma(p, z, V(-3.33332819422e-1f));
  p = vfma(vmul(p, z), x, x);
  vec big = vsub(V(1), vdiv(V(2), vadd(expv(vadd(a, a)), V(1))));
  big = wasm_v128_or(big, wasm_v128_and(x, V(-0.0f)));
  return wasm_v128_bitselect(p, big, wasm_f32x4_lt(a, V(0.625f)));
}

INLINE vec logistic(vec x) { return vdiv(V(1), vadd(V(1), expv(wasm_f32x4_neg(x)))); }

// gated is the derivative of x·σ(u), where w = x·u'.
INLINE vec gated(vec s, vec w) { return vmul(s, vfma(w, vsub(V(1), s), V(1))); }

// gelu_u is 2u with ½(1 + tanh u) = σ(2u), and gelu_du its derivative.
INLINE vec gelu_u(vec x) { return vmul(x, vfma(vmul(x, x), V(0.0713548163f), V(1.5957691216f))); }
INLINE vec gelu_du(vec x) { return vfma(vmul(x, x), V(0.2140644488f), V(1.5957691216f)); }
INLINE vec within20(vec x) { return wasm_f32x4_max(wasm_f32x4_min(x, V(20)), V(-20)); } // beyond, the function is 0 or x

INLINE vec gelu_tanh_slope(vec x) {
  x = within20(x);
  return gated(logistic(gelu_u(x)), vmul(x, gelu_du(x)));
}

INLINE vec gauss(vec x) { return expv(vmul(vmul(x, x), V(-0.5f))); }

// normal is Φ(x), given e = exp(-x²/2): erfc(z)·exp(z²)/t with t = 1/(1+z/2),
// a polynomial of t - ½ to 1e-8. The lower tail keeps its digits.
INLINE vec normal(vec x, vec e) {
  vec t = vdiv(V(1), vfma(wasm_f32x4_abs(x), V(0.353553390593f), V(1))), u = vsub(t, V(0.5f)), y = V(0.04235259362f);
  y = vfma(y, u, V(-0.0190946892f));
  y = vfma(y, u, V(-0.07621388839f));
  y = vfma(y, u, V(0.05530805042f));
  y = vfma(y, u, V(0.09779288358f));
  y = vfma(y, u, V(-0.1038209872f));
  y = vfma(y, u, V(-0.1720214939f));
  y = vfma(y, u, V(0.1457751902f));
  y = vfma(y, u, V(0.558942861f));
  y = vfma(y, u, V(0.687160609f));
  y = vfma(y, u, V(0.5107913569f));
  y = vmul(vmul(vmul(t, y), V(0.5f)), e);
  return wasm_v128_bitselect(y, vsub(V(1), y), wasm_f32x4_lt(x, V(0)));
}

INLINE vec gelu_slope(vec x) {
  vec e = gauss(x);
  return vfma(x, vmul(e, V(0.398942280401f)), normal(x, e));
}

// softplus is max(x, 0) + ln(1+e)/s, e = exp(-|s·x|), ln(1+e) = 2·artanh(e/(2+e)).
INLINE vec softplus(vec x, vec s) {
  vec e = expv(wasm_f32x4_neg(wasm_f32x4_abs(vmul(s, x)))), r = vdiv(e, vadd(e, V(2))), z = vmul(r, r), y = V(0.28178326f);
  y = vfma(y, z, V(0.2796060474f));
  y = vfma(y, z, V(0.4002491014f));
  y = vfma(y, z, V(0.6666631469f));
  y = vfma(y, z, V(2.000000008f));
  return vadd(wasm_f32x4_max(x, V(0)), vdiv(vmul(r, y), s));
}

// elu makes eˣ - 1 of 2t/(1-t) with t = tanh x/2, which keeps the digits of a small x.
INLINE vec elu(vec x, vec s) {
  vec t = tanhv(vmul(x, V(0.5f)));
  return wasm_v128_bitselect(x, vmul(s, vdiv(vadd(t, t), vsub(V(1), t))), wasm_f32x4_gt(x, V(0)));
}
INLINE vec elu_slope(vec x, vec s) { return wasm_v128_bitselect(V(1), vmul(s, expv(x)), wasm_f32x4_gt(x, V(0))); }

// logv is Cephes logf (S. Moshier).
INLINE vec logv(vec x) {
  vec tiny = wasm_f32x4_lt(x, V(1.17549435e-38f)), v = wasm_v128_bitselect(vmul(x, V(8388608)), x, tiny);
  vec e = vsub(wasm_f32x4_convert_i32x4(wasm_u32x4_shr(v, 23)), V(126));
  e = vsub(e, wasm_v128_and(tiny, V(23)));
  vec m = wasm_v128_or(wasm_v128_and(v, wasm_i32x4_const_splat(0x007fffff)), V(0.5f)), low = wasm_f32x4_lt(m, V(0.707106781187f));
  e = vsub(e, wasm_v128_and(low, V(1)));
  m = vsub(vadd(m, wasm_v128_and(low, m)), V(1));
  vec z = vmul(m, m), y = V(7.0376836292e-2f);
  y = vfma(y, m, V(-1.1514610310e-1f));
  y = vfma(y, m, V(1.1676998740e-1f));
  y = vfma(y, m, V(-1.2420140846e-1f));
  y = vfma(y, m, V(1.4249322787e-1f));
  y = vfma(y, m, V(-1.6668057665e-1f));
  y = vfma(y, m, V(2.0000714765e-1f));
  y = vfma(y, m, V(-2.4999993993e-1f));
  y = vfma(y, m, V(3.3333331174e-1f));
  y = vmul(vmul(y, m), z);
  y = vfma(e, V(-2.12194440e-4f), y);
  y = vfma(z, V(-0.5f), y);
  y = vfma(e, V(0.693359375f), vadd(m, y));
  y = wasm_v128_bitselect(V(-__builtin_inff()), y, wasm_f32x4_eq(x, V(0)));
  y = wasm_v128_bitselect(V(__builtin_inff()), y, wasm_f32x4_eq(x, V(__builtin_inff())));
  return wasm_v128_or(y, wasm_v128_not(wasm_f32x4_ge(x, V(0)))); // below 0 and of NaN it is NaN
}

INLINE vec leaky(vec x, vec v, vec s) { return wasm_v128_bitselect(v, vmul(s, v), wasm_f32x4_gt(x, V(0))); }

// BODY1 and BODY2 do n lanes at i, the loops whole vectors and then the rest.
#define BODY1(i, n, expr) do { vec d = load(dst + (i), n), x = load(xp + (i), n); (void)d; store(dst + (i), expr, n); } while (0)
#define BODY2(i, n, expr) do { vec d = load(dst + (i), n), x = load(xp + (i), n), y = load(yp + (i), n); (void)x; store(dst + (i), expr, n); } while (0)
#define LOOP1(name, fn, expr)                                                \
  EXPORT(name) void fn(float *dst, const float *xp, int n) {                 \
    int i = 0;                                                               \
    for (; i + 4 <= n; i += 4) BODY1(i, 4, expr);                            \
    if (n & 2) { BODY1(i, 2, expr); i += 2; }                                \
    if (n & 1) BODY1(i, 1, expr);                                            \
  }
#define LOOP1S(name, fn, expr)                                               \
  EXPORT(name) void fn(float *dst, const float *xp, float scalar, int n) {   \
    vec s = wasm_f32x4_splat(scalar);                                        \
    int i = 0;                                                               \
    for (; i + 4 <= n; i += 4) BODY1(i, 4, expr);                            \
    if (n & 2) { BODY1(i, 2, expr); i += 2; }                                \
    if (n & 1) BODY1(i, 1, expr);                                            \
  }
#define LOOP2(name, fn, expr)                                                \
  EXPORT(name) void fn(float *dst, const float *xp, const float *yp, int n) {\
    int i = 0;                                                               \
    for (; i + 4 <= n; i += 4) BODY2(i, 4, expr);                            \
    if (n & 2) { BODY2(i, 2, expr); i += 2; }                                \
    if (n & 1) BODY2(i, 1, expr);                                            \
  }
#define LOOP2S(name, fn, expr)                                                             \
  EXPORT(name) void fn(float *dst, const float *xp, const float *yp, float scalar, int n) {\
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
