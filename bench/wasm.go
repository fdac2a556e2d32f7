package main

import (
	"encoding/binary"
	"errors"
)

// wasmModule is what the sizes need of a WebAssembly program.
type wasmModule struct {
	imports int            // functions that it imports, the first of the index space
	bodies  [][]byte       // of its own functions
	names   map[int]string // by index
	data    []byte
}

var errWasm = errors.New("this is no WebAssembly program")

// readWasm takes a module of the WebAssembly core specification 1.0 apart.
func readWasm(b []byte) (m *wasmModule, err error) {
	defer func() {
		if recover() != nil { // cut short
			m, err = nil, errWasm
		}
	}()
	if string(b[:4]) != "\x00asm" {
		return nil, errWasm
	}
	m = &wasmModule{names: map[int]string{}}
	for r := (&wasmReader{b[8:]}); len(r.b) > 0; {
		id := r.byte()
		s := &wasmReader{r.bytes()}
		switch id {
		case 0:
			if string(s.bytes()) == "name" {
				s.functionNames(m.names)
			}
		case 2:
			m.imports = s.importedFunctions()
		case 10:
			for range s.number() {
				m.bodies = append(m.bodies, s.bytes())
			}
		case 11:
			m.data = s.b
		}
	}
	return m, nil
}

type wasmReader struct{ b []byte }

func (r *wasmReader) byte() byte {
	x := r.b[0]
	r.b = r.b[1:]
	return x
}

func (r *wasmReader) number() int {
	n, k := binary.Uvarint(r.b)
	if k <= 0 {
		panic(errWasm)
	}
	r.b = r.b[k:]
	return int(n)
}

// bytes reads a length and so many bytes.
func (r *wasmReader) bytes() []byte {
	n := r.number()
	x := r.b[:n]
	r.b = r.b[n:]
	return x
}

func (r *wasmReader) functionNames(names map[int]string) {
	for len(r.b) > 0 {
		id := r.byte()
		s := &wasmReader{r.bytes()}
		if id != 1 {
			continue
		}
		for range s.number() {
			i := s.number()
			names[i] = string(s.bytes())
		}
	}
}

func (r *wasmReader) importedFunctions() (n int) {
	for range r.number() {
		r.bytes()
		r.bytes()
		switch r.byte() {
		case 0:
			r.number()
			n++
		case 1:
			r.byte()
			r.limits()
		case 2:
			r.limits()
		case 3:
			r.byte()
			r.byte()
		}
	}
	return n
}

func (r *wasmReader) limits() {
	bounded := r.byte()&1 == 1
	r.number()
	if bounded {
		r.number()
	}
}
