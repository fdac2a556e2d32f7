// Matrix products.

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

EXPORT(rows) APART void rows(int m, int n, int k, const float *a, int ars, int acs, const float *b, const int *off, float *c, int ldc, int acc) {
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

INLINE void put(float *c, vec x, int n, const float *add) { store(c, add ? vadd(x, load(add, n)) : x, n); }

// panel_tile computes m rows by n columns of C with a panel of B, to which rows
// lda apart are added unless add is null: those of C itself, or a bias.
INLINE void panel_tile(const int m, const int nv, int n, int k, const float *a, int ars, int acs, const float *panel, float *c, int ldc, const float *add, int lda) {
  vec s[6][8];
  for (int r = 0; r < m; r++)
    for (int v = 0; v < nv; v++) s[r][v] = V(0);
  sums(s, 1, m, nv, 4, k, a, ars, acs, panel, 0);
  for (int r = 0; r < m; r++) {
    const float *d = add ? add + r * lda : 0;
    if (nv == 2) put(c + r * ldc, s[r][0], 4, d);
    put(c + r * ldc + 4 * (nv - 1), s[r][nv - 1], n - 4 * (nv - 1), d ? d + 4 * (nv - 1) : 0);
  }
}

INLINE void panel_product(const int nv, int n, int m, int k, const float *a, int ars, int acs, const float *panel, float *c, int ldc, const float *add, int lda) {
#define TILE(r) do { panel_tile(r, nv, n, k, a, ars, acs, panel, c, ldc, add, lda); a += r * ars; c += r * ldc; if (add) add += r * lda; } while (0)
  IN_ROWS(m, TILE)
#undef TILE
}

// panels computes C = A·B, plus the rows of add, for k up to 256.
static APART void panels(int m, int n, int k, const float *a, int ars, int acs, const float *b, int brs, int bcs, float *c, int ldc, const float *add, int lda, float *panel) {
  for (int j = 0; j < n; j += 8) {
    const int nb = n - j < 8 ? n - j : 8;
    const float *d = add ? add + j : 0;
    panel_of(panel, nb, k, b + j * bcs, brs, bcs);
    if (nb > 4) panel_product(2, nb, m, k, a, ars, acs, panel, c + j, ldc, d, lda);
    else panel_product(1, nb, m, k, a, ars, acs, panel, c + j, ldc, d, lda);
  }
}

// gemm computes C (+)= A·B, element (p, j) of B at b[p·brs+j·bcs], where brs or
// bcs is 1. Columns of B go through a panel, a buffer of 256 rows of 8, which
// all of A meets while it lies in the first-level cache.
EXPORT(gemm) void gemm(int m, int n, int k, const float *a, int ars, int acs, const float *b, int brs, int bcs, float *c, int ldc, int acc, float *panel) {
  for (; k > 0; k -= 256, a += 256 * acs, b += 256 * brs, acc = 1)
    panels(m, n, k < 256 ? k : 256, a, ars, acs, b, brs, bcs, c, ldc, acc ? c : 0, ldc, panel);
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

EXPORT(dots) APART void dots(int m, int n, int k, const float *a, int lda, const float *b, const int *off, float *c, int ldc, int acc) {
  for (; m >= 4; m -= 4, a += 4 * lda, c += 4 * ldc) dot_strip(4, n, k, a, lda, b, off, c, ldc, acc);
  if (m >= 2) { dot_strip(2, n, k, a, lda, b, off, c, ldc, acc); m -= 2, a += 2 * lda, c += 2 * ldc; }
  if (m) dot_strip(1, n, k, a, lda, b, off, c, ldc, acc);
}
