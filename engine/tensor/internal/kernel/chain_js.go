//go:build js && simd && !f64

package kernel

import "unsafe"

// oneCall says whether a [Chain] of small layers is one call.
const oneCall = true

// entry is a link of a chain as simd/kernels.c reads it: addresses are numbers
// of 32 bits. The link holds what they point to.
type entry struct {
	m, n, k            int32
	f                  Activation
	x, w, b, y, z, off uint32
	dx, dw, db, dy, dz uint32
}

// fill writes a link, whose memory must be as long as its layer wants.
func (e *entry) fill(l *link) {
	m, n, k := l.m, l.n, l.k
	e.m, e.n, e.k, e.f = int32(m), int32(n), int32(k), l.F
	e.x, e.w, e.b, e.y, e.z = address(l.X, m*k), address(l.W, n*k), address(l.B, n), address(l.Y, m*n), address(l.Z, m*n)
	e.dx, e.dw, e.db, e.dy, e.dz = address(l.DX, m*k), address(l.DW, n*k), address(l.DB, n), address(l.DY, m*n), address(l.DZ, m*n)
	e.off = uint32(uintptr(unsafe.Pointer(&l.off[0])))
}

// address is [head] as a number.
func address(x []float32, n int) uint32 { return uint32(uintptr(unsafe.Pointer(head(x, n)))) }

func fastChain(table []entry) { kChain(f32(&table[0]), int32(len(table)), p(&panel[0])) }

func fastChainGrad(table []entry) { kChainGrad(f32(&table[0]), int32(len(table))) }

// alone is the entry of a layer that is called by itself. A program in a
// browser has one thread.
var alone [1]entry

func fastDense(m, n, k int, x, w, b, y *float32, off *int32, f Activation, z *float32) {
	e := &alone[0]
	e.m, e.n, e.k, e.f = int32(m), int32(n), int32(k), f
	e.x, e.w, e.b, e.y, e.z, e.off = at(x), at(w), at(b), at(y), at(z), uint32(uintptr(unsafe.Pointer(off)))
	fastChain(alone[:])
}

func fastDenseGrad(m, n, k int, dx, dw, db, x, w, y, dy *float32, off *int32, f Activation, z, dz *float32) {
	e := &alone[0]
	e.m, e.n, e.k, e.f = int32(m), int32(n), int32(k), f
	e.x, e.w, e.y, e.z, e.off = at(x), at(w), at(y), at(z), uint32(uintptr(unsafe.Pointer(off)))
	e.dx, e.dw, e.db, e.dy, e.dz = at(dx), at(dw), at(db), at(dy), at(dz)
	fastChainGrad(alone[:])
}

func at(x *float32) uint32 { return uint32(uintptr(unsafe.Pointer(x))) }

//go:wasmimport k chain
//go:noescape
func kChain(table f32, n int32, panel f32)

//go:wasmimport k chainGrad
//go:noescape
func kChainGrad(table f32, n int32)
