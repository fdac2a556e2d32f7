package kernel

// gemmRowsGo is the portable [gemmRows]. It takes two rows of C and four steps
// of k at a time, so that each element of B that is loaded is used twice and
// each element of C is loaded once for four products.
func gemmRowsGo(m, n, k int, a []Elem, ars, acs int, b []Elem, off []int32, c []Elem, ldc int, acc bool) {
	i := 0
	for ; i+2 <= m; i += 2 {
		c0, c1 := c[i*ldc:][:n], c[(i+1)*ldc:][:n]
		if !acc {
			clear(c0)
			clear(c1)
		}
		a0, a1 := a[i*ars:], a[(i+1)*ars:]
		p := 0
		for ; p+4 <= k; p += 4 {
			rows2x4(c0, c1,
				[8]Elem{a0[p*acs], a0[(p+1)*acs], a0[(p+2)*acs], a0[(p+3)*acs], a1[p*acs], a1[(p+1)*acs], a1[(p+2)*acs], a1[(p+3)*acs]},
				b[off[p]:], b[off[p+1]:], b[off[p+2]:], b[off[p+3]:])
		}
		for ; p < k; p++ {
			bp := b[off[p]:][:n]
			x, y := a0[p*acs], a1[p*acs]
			for j, v := range bp {
				c0[j] += x * v
				c1[j] += y * v
			}
		}
	}
	if i < m {
		c0 := c[i*ldc:][:n]
		if !acc {
			clear(c0)
		}
		rows1(c0, k, a[i*ars:], acs, b, off)
	}
}

// rows2x4 adds the products of eight elements of A with four rows of B to two rows of C.
func rows2x4(c0, c1 []Elem, a [8]Elem, b0, b1, b2, b3 []Elem) {
	n := len(c0)
	c1, b0, b1, b2, b3 = c1[:n], b0[:n], b1[:n], b2[:n], b3[:n]
	a0, a1, a2, a3, a4, a5, a6, a7 := a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]
	for j := range c0 {
		v0, v1, v2, v3 := b0[j], b1[j], b2[j], b3[j]
		c0[j] += a0*v0 + a1*v1 + a2*v2 + a3*v3
		c1[j] += a4*v0 + a5*v1 + a6*v2 + a7*v3
	}
}

// rows1 adds the product of one row of A with B to one row of C.
func rows1(c []Elem, k int, a []Elem, acs int, b []Elem, off []int32) {
	n, p := len(c), 0
	for ; p+4 <= k; p += 4 {
		a0, a1, a2, a3 := a[p*acs], a[(p+1)*acs], a[(p+2)*acs], a[(p+3)*acs]
		b0, b1, b2, b3 := b[off[p]:][:n], b[off[p+1]:][:n], b[off[p+2]:][:n], b[off[p+3]:][:n]
		for j := range c {
			c[j] += a0*b0[j] + a1*b1[j] + a2*b2[j] + a3*b3[j]
		}
	}
	for ; p < k; p++ {
		x := a[p*acs]
		for j, v := range b[off[p]:][:n] {
			c[j] += x * v
		}
	}
}

// gemmDotsGo is the portable [gemmDots]: tiles of 2 by 2 dot products.
func gemmDotsGo(m, n, k int, a []Elem, lda int, b []Elem, off []int32, c []Elem, ldc int, acc bool) {
	for i := 0; i < m; i += 2 {
		two := i+1 < m
		a0 := a[i*lda:][:k]
		a1 := a0
		if two {
			a1 = a[(i+1)*lda:][:k]
		}
		for j := 0; j < n; j += 2 {
			b0 := b[off[j]:][:k]
			b1 := b0
			if j+1 < n {
				b1 = b[off[j+1]:][:k]
			}
			s00, s01, s10, s11 := dots2x2(a0, a1, b0, b1)
			put(c, i*ldc+j, s00, acc)
			if j+1 < n {
				put(c, i*ldc+j+1, s01, acc)
			}
			if two {
				put(c, (i+1)*ldc+j, s10, acc)
				if j+1 < n {
					put(c, (i+1)*ldc+j+1, s11, acc)
				}
			}
		}
	}
}

func put(c []Elem, i int, v Elem, acc bool) {
	if acc {
		v += c[i]
	}
	c[i] = v
}

func dots2x2(a0, a1, b0, b1 []Elem) (s00, s01, s10, s11 Elem) {
	n := len(a0)
	a1, b0, b1 = a1[:n], b0[:n], b1[:n]
	for p := range a0 {
		x0, x1, y0, y1 := a0[p], a1[p], b0[p], b1[p]
		s00 += x0 * y0
		s01 += x0 * y1
		s10 += x1 * y0
		s11 += x1 * y1
	}
	return
}
