// Vectors of four numbers.

#include <wasm_simd128.h>

typedef v128_t vec;
#define EXPORT(name) __attribute__((export_name(#name)))
#define INLINE static inline __attribute__((always_inline))
#define APART __attribute__((noinline)) // also where it is called from here: no second copy
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
