package grad

// normLayout says which numbers of x share a mean and a variance, and which a
// weight. x is seen as runs of m numbers: [n, c, m].
//
//	batch norm: groups 0, one mean for each of the c channels
//	group norm: groups g, one mean for each sample and group of c/g channels
//	layer norm: a group norm of one group with m = 1, so that each number has its own weight
type normLayout struct{ n, c, m, groups int }

// stats is how many means there are, and of how many numbers each.
func (l normLayout) stats() (stats, size int) {
	if l.groups == 0 {
		return l.c, l.n * l.m
	}
	return l.n * l.groups, l.c / l.groups * l.m
}

// stat is the index of the mean of a run.
func (l normLayout) stat(run int) int {
	if l.groups == 0 {
		return run % l.c
	}
	return run / (l.c / l.groups)
}

// cursor goes over the runs of x: the channel and the mean of each.
type cursor struct{ c, s, left int }

func (l *normLayout) first() cursor {
	if l.groups == 0 {
		return cursor{}
	}
	return cursor{left: l.c / l.groups}
}

func (l *normLayout) next(k *cursor) {
	if k.c++; k.c == l.c {
		k.c = 0
	}
	if l.groups == 0 {
		k.s = k.c
	} else if k.left--; k.left == 0 {
		k.s++
		k.left = l.c / l.groups
	}
}

// each calls f with every cell that shares mean s.
func (l normLayout) each(s int, f func(cell int)) {
	for run := range l.n * l.c {
		if l.stat(run) != s {
			continue
		}
		for i := run * l.m; i < (run+1)*l.m; i++ {
			f(i)
		}
	}
}
