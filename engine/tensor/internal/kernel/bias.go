package kernel

// AddRow adds row to each of so many rows of dst, which lie one after the other.
func AddRow(dst, row []Elem, rows int) { addRows(dst, len(row), row, 0, rows, len(row)) }

// SumRows adds each of so many rows of src to dst, the first row first.
func SumRows(dst, src []Elem, rows int) { addRows(dst, 0, src, len(dst), rows, len(dst)) }
