package grad

// Inputs returns the values that v was computed from; the caller must not change the slice.
func (v *Var) Inputs() []*Var { return v.in }

// Label returns the name that v has in the record of the run, or "". A
// parameter on the tape has its own, unless [Var.Named] gave it another.
func (v *Var) Label() string {
	if v.label == "" && v.param != nil {
		return v.param.Name
	}
	return v.label
}
