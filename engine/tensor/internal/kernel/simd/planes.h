// Copies of planes, and pooling.

#define PLANES(name, expr)                                                                                    \
  EXPORT(name) APART void name(float *dst, int ldd, const float *src, int lds, int rows, int cols, float scalar) {  \
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

// sum_rows adds the sum of rows to dst, the first row first.
INLINE void sum_rows(float *dst, const float *src, int rows, int cols) {
  int j = 0;
#define SUM(n) do {                                                        \
    vec s = load(dst + j, n);                                              \
    for (const float *p = src + j, *end = p + rows * cols; p != end; p += cols) s = vadd(s, load(p, n)); \
    store(dst + j, s, n);                                                  \
    j += n;                                                                \
  } while (0)
  while (j + 4 <= cols) SUM(4);
  if (cols & 2) SUM(2);
  if (cols & 1) SUM(1);
#undef SUM
}

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
        put(p, l, n > 1 ? 4 : 2, p);
        if (n > 2) put(p + 4, h, n > 3 ? 4 : 2, p + 4);
      }
    }
}
