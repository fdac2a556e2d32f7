package site

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// lineTable is Go's table of functions in a program's memory; runtime/symtab.go
// describes it ("pcHeader", "_func").
type lineTable struct {
	funcs []byte // from the index of functions on
	count int    // functions
	names int    // bytes of their names
	files []byte // which files there are
	byPC  []byte // the tables by instruction
}

// headerMagic begins the table since Go 1.20: the magic number, two zeros, the
// least step between instructions, which WebAssembly numbers one by one, and the
// size of a pointer.
var headerMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

var errNoLines = errors.New("the table of functions is not as Go 1.26 writes it")

// findLines finds the table.
func findLines(memory []byte) (t lineTable, err error) {
	at := bytes.Index(memory, headerMagic)
	if at < 0 || at+72 > len(memory) {
		return t, errNoLines
	}
	memory = memory[at:]
	var head [8]int // functions, files, –, and where names, units, files, tables and functions begin
	for i := range head {
		v := binary.LittleEndian.Uint64(memory[8+8*i:])
		if v > uint64(len(memory)) {
			return t, errNoLines
		}
		head[i] = int(v)
	}
	if head[3] != 72 || !slices.IsSorted(head[3:]) || 8*head[0] > len(memory)-head[7] {
		return t, errNoLines
	}
	return lineTable{
		funcs: memory[head[7]:], count: head[0], names: head[4] - head[3],
		files: memory[head[4]:head[6]], byPC: memory[head[6]:head[7]],
	}, nil
}

// Of a function's record: where its fields lie, in bytes.
const (
	recordName   = 4
	recordTables = 16 // stack depth, file and line by instruction, then how many more tables
	recordUnit   = 32 // where its files begin, and its first line
	recordMore   = 43 // how many pointers to data follow the tables
	recordSize   = 44
)

// record returns function i's record and where its tables begin but those of
// files and lines, or nil for what cannot be one.
func (t *lineTable) record(i int) (record []byte, tables []int) {
	word := func(b []byte, at int) int { return int(binary.LittleEndian.Uint32(b[at:])) }
	at := word(t.funcs, 8*i+4)
	if at+recordSize > len(t.funcs) {
		return nil, nil
	}
	record = t.funcs[at:]
	more := word(record, recordTables+12)
	if more > 8 || record[recordMore] > 16 || recordSize+4*more > len(record) || word(record, recordName) >= t.names {
		return nil, nil
	}
	tables = append(tables, word(record, recordTables))
	for k := range more {
		tables = append(tables, word(record, recordSize+4*k))
	}
	return record, tables
}

// extent is the length of the table that begins b: pairs of a change of value
// and a step of instructions, until nothing changes. It is 0 for what is none.
func extent(b []byte) int {
	for at := 0; ; {
		change, n := binary.Uvarint(b[at:])
		if n <= 0 {
			return 0
		}
		at += n
		if change == 0 && at > n {
			return at
		}
		if _, n = binary.Uvarint(b[at:]); n <= 0 {
			return 0
		}
		at += n
	}
}

// forgetLines empties the tables that tell an instruction's file and line. A
// table at 0 means, to Go's runtime, that there is none: it then says "?".
func forgetLines(memory []byte) error {
	t, err := findLines(memory)
	if err != nil {
		return err
	}
	kept := make([]byte, len(t.byPC))
	for i := range t.count {
		record, tables := t.record(i)
		if record == nil {
			return errNoLines
		}
		for _, at := range tables {
			if at == 0 {
				continue
			}
			if at >= len(kept) {
				return errNoLines
			}
			n := extent(t.byPC[at:])
			if n == 0 {
				return errNoLines
			}
			copy(kept[at:], t.byPC[at:at+n])
		}
	}
	for i := range t.count { // only now that all is as it should be
		record, _ := t.record(i)
		clear(record[recordTables+4 : recordTables+12])
		clear(record[recordUnit : recordUnit+8])
	}
	copy(t.byPC, kept)
	clear(t.files)
	return nil
}
