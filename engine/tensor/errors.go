package tensor

// ShapeError says that the shapes given to an op do not fit together.
type ShapeError struct {
	Op   string
	A, B []int  // the shapes in question; B may be nil
	Why  string // what would be right
}

func (e *ShapeError) Error() string {
	s := e.Op + ": shape " + ShapeString(e.A)
	if e.B != nil {
		s += " and " + ShapeString(e.B)
	}
	if e.Why != "" {
		s += ": " + e.Why
	}
	return s
}

// ValueError says that a setting or a value given to an op makes no sense.
type ValueError struct {
	Op    string
	Name  string // "stride", "p", "index"
	Value string // what was given
	Want  string // what would be right
}

func (e *ValueError) Error() string {
	return e.Op + ": " + e.Name + " is " + e.Value + ", want " + e.Want
}

// Catch runs f and returns the *ShapeError or *ValueError it panicked with, or
// nil. Any other panic goes on.
func Catch(f func()) (err error) {
	defer Recover(&err)
	f()
	return nil
}

// Recover, deferred, stores a *ShapeError or *ValueError panic in *err. Any
// other panic goes on.
func Recover(err *error) {
	switch e := recover().(type) {
	case nil:
	case *ShapeError:
		*err = e
	case *ValueError:
		*err = e
	default:
		panic(e)
	}
}
