package site

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"os"
	"slices"
)

// What Go's linker writes is arranged to be small as it lies there. It is sent
// compressed, which asks for something else:
//
//   - The linker leaves out every run of eight zeros and more, which cuts the
//     memory that the program begins with into 100,000 pieces, each with its own
//     address and length. Zeros weigh nothing when they are compressed, addresses
//     do: [program.merge] leaves a handful of pieces.
//   - For each instruction the linker notes the file and line that it comes from.
//     The page has no use for them but in the report of a crash, which names the
//     functions without them too: [forgetLines].
//
// Together they are a tenth of the download. The page's program also begins with
// more memory than the linker gives it.

// packFile packs a program where it lies.
func packFile(name string, memory int) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if b, err = pack(b, memory); err != nil {
		return err
	}
	return os.WriteFile(name, b, 0o755)
}

// pack returns the same program so that it compresses better and begins with so
// many bytes of memory at least. It fails, and then the program is good as it is,
// for what Go's linker of today does not write.
func pack(wasm []byte, memory int) ([]byte, error) {
	p, err := parseProgram(wasm)
	if err != nil {
		return nil, err
	}
	if err := forgetLines(p.memory); err != nil {
		return nil, err
	}
	if p.before, err = enlarge(p.before, memory); err != nil {
		return nil, err
	}
	return p.merge(), nil
}

// wasmPage is the unit in which memory is taken, in bytes.
const wasmPage = 64 << 10

// enlarge returns the sections with so many bytes of memory at least.
func enlarge(sections []byte, memory int) ([]byte, error) {
	at, payload, end, err := find(sections, memorySection)
	if err != nil {
		return nil, err
	}
	r := cursor{rest: payload}
	head := r.bytes(2) // one memory, without a limit
	pages := r.uint()
	if r.failed || len(r.rest) > 0 || !bytes.Equal(head, []byte{1, 0}) {
		return nil, fmt.Errorf("the memory is described by % x, not as one without a limit", payload)
	}
	payload = binary.AppendUvarint([]byte{1, 0}, uint64(max(pages, (memory+wasmPage-1)/wasmPage)))
	out := append(slices.Clone(sections[:at]), memorySection, byte(len(payload)))
	return slices.Concat(out, payload, sections[end:]), nil
}

// program is a WebAssembly module with the memory that it begins with.
type program struct {
	before, after []byte // the sections around the data, the module's first bytes included
	memory        []byte
}

const memorySection, dataSection = 5, 11

var errCut = errors.New("no WebAssembly, or cut off")

// parseProgram lays the module's data out in memory.
func parseProgram(wasm []byte) (program, error) {
	at, payload, end, err := find(wasm, dataSection)
	if err != nil {
		return program{}, err
	}
	memory, err := layOut(payload)
	return program{wasm[:at], wasm[end:], memory}, err
}

// find returns where the first section of a kind begins, what it holds and where
// it ends.
func find(wasm []byte, kind byte) (at int, payload []byte, end int, err error) {
	if !bytes.HasPrefix(wasm, []byte("\x00asm\x01\x00\x00\x00")) {
		return 0, nil, 0, errCut
	}
	for at = 8; at < len(wasm); at = end {
		r := cursor{rest: wasm[at+1:]}
		payload = r.bytes(r.uint())
		if r.failed {
			return 0, nil, 0, errCut
		}
		end = len(wasm) - len(r.rest)
		if wasm[at] == kind {
			return at, payload, end, nil
		}
	}
	return 0, nil, 0, fmt.Errorf("the program has no section %d", kind)
}

// layOut returns the memory that a data section describes.
func layOut(section []byte) ([]byte, error) {
	var memory []byte
	r := cursor{rest: section}
	for range r.uint() {
		head := r.bytes(2) // memory 0, i32.const
		at := r.uint()     // an address below 2³⁰: its sign is in the next bit
		end := r.bytes(1)
		piece := r.bytes(r.uint())
		switch {
		case r.failed:
			return nil, errCut
		case !bytes.Equal(head, []byte{0, 0x41}) || end[0] != 0x0b || at >= 1<<30:
			return nil, fmt.Errorf("a piece of data begins with % x, not at a constant address", head)
		}
		if need := at + len(piece); need > len(memory) {
			memory = append(memory, make([]byte, need-len(memory))...)
		}
		copy(memory[at:], piece)
	}
	return memory, nil
}

// gap is the run of zeros, in bytes, that is worth a new piece.
const gap = 4096

// merge writes the module with few pieces of data.
func (p *program) merge() []byte {
	var pieces []byte
	n := 0
	for at := 0; ; n++ {
		at = skipZeros(p.memory, at)
		if at == len(p.memory) {
			break
		}
		var end int
		if k := bytes.Index(p.memory[at:], make([]byte, gap)); k >= 0 {
			end = at + k
		} else {
			end = at + len(bytes.TrimRight(p.memory[at:], "\x00"))
		}
		pieces = append(pieces, 0, 0x41)
		pieces = appendSigned(pieces, at)
		pieces = append(pieces, 0x0b)
		pieces = binary.AppendUvarint(pieces, uint64(end-at))
		pieces = append(pieces, p.memory[at:end]...)
		at = end
	}
	count := binary.AppendUvarint(nil, uint64(n))
	out := append(slices.Clone(p.before), dataSection)
	out = binary.AppendUvarint(out, uint64(len(count)+len(pieces)))
	return slices.Concat(out, count, pieces, p.after)
}

// skipZeros returns where the next byte that is not zero lies, or the end.
func skipZeros(b []byte, at int) int {
	for at < len(b) && b[at] == 0 {
		at++
	}
	return at
}

// appendSigned appends a number that is not negative as signed LEB128, which is
// as unsigned, but leaves a bit for the sign.
func appendSigned(dst []byte, v int) []byte {
	dst = binary.AppendUvarint(dst, uint64(v))
	if bits.Len(uint(v))%7 == 0 && v != 0 {
		dst[len(dst)-1] |= 0x80
		dst = append(dst, 0)
	}
	return dst
}

// cursor takes LEB128 numbers and bytes from the front; what is not there fails.
type cursor struct {
	rest   []byte
	failed bool
}

func (r *cursor) uint() int {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || v > 1<<31 {
		r.failed = true
		return 0
	}
	r.rest = r.rest[n:]
	return int(v)
}

func (r *cursor) bytes(n int) []byte {
	if r.failed || n > len(r.rest) {
		r.failed = true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}
