package grad

// Inputs returns the values that v was computed from; the caller must not change the slice.
func (v *Var) Inputs() []*Var { return v.in }

// Label returns the name that v has in the record of the run, or "".
func (v *Var) Label() string { return v.label }
