package job

import (
	"encoding/binary"
	"errors"
	"math"
	"unsafe"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// Report is what is new since the report before it.
type Report struct {
	Run, Seq uint32 // the run it is of, and the last command that was done
	Loading  bool   // files are on their way
	Playing  bool
	Seeking  bool
	Busy     bool // there is more to do before it stands
	Stopped  bool // early, as Hyper.StopAfter asked
	Step     int
	Epoch    float64
	Rate     float64 // examples learned a second
	Pace     float64 // examples a second of the time that went into learning

	Total    int           // steps recorded
	From     int           // the first step that History holds; what was known of it and later ones is void
	History  train.History // of steps From …
	FromEval int           // likewise
	Evals    []Eval
	Each     []byte // of the last test: 1 where an example was right; empty where nothing of that is new

	HasWeights    bool
	Weights       []tensor.Elem // parameters and buffers end to end, after Step
	Memory        []tensor.Elem // of the optimizer, as in [train.Standing], where it is small
	Counted       int           // likewise; -1: it is not told
	Masks         []float32     // of the step, as in [train.Session.Masks]
	Dropped       int           // the example they are of; -1: none
	HasInspection bool
	Inspection    train.Inspection // of Step

	Saved []byte         // the whole run, if that was asked for
	Error string         // why the run cannot go on
	Broke train.Diverged // which number it was, if Op is not ""
	Note  string         // why a command was refused
}

func reset(h *train.History) {
	for _, c := range h.Columns() {
		*c = (*c)[:0]
	}
	h.From = 0
}

// add appends the steps from … to of src.
func add(dst, src *train.History, from, to int) {
	d := dst.Columns()
	for i, c := range src.Columns() {
		*d[i] = append(*d[i], (*c)[from:to]...)
	}
}

// Both ends of a link are programs on one machine, built from one source, so
// that numbers cross it as they lie in memory. What arrives is checked for its
// length all the same.

const (
	flagLoading = 1 << iota
	flagPlaying
	flagSeeking
	flagBusy
	flagWeights
	flagInspection
	flagStopped
)

// Append appends the report's bytes to b.
func (r *Report) Append(b []byte) []byte {
	flags := uint32(0)
	for i, on := range [...]bool{r.Loading, r.Playing, r.Seeking, r.Busy, r.HasWeights, r.HasInspection, r.Stopped} {
		if on {
			flags |= 1 << i
		}
	}
	b = u32(b, r.Run, r.Seq, flags, uint32(r.Step), uint32(r.Total), uint32(r.From), uint32(r.FromEval))
	b = f64(b, r.Epoch, r.Rate, r.Pace)
	b = text(text(b, r.Error), r.Note)
	b = u32(b, uint32(r.Broke.Step))
	for _, s := range [...]string{r.Broke.Op, r.Broke.Name, r.Broke.What, r.Broke.Why} {
		b = text(b, s)
	}
	for _, c := range r.History.Columns() {
		b = array(b, *c)
	}
	b = array(array(b, r.Evals), r.Each)
	b = u32(array(b, r.Masks), uint32(r.Dropped))
	b = array(b, r.Saved)
	if r.HasWeights {
		b = u32(array(array(b, r.Weights), r.Memory), uint32(r.Counted))
	}
	if r.HasInspection {
		in := &r.Inspection
		b = stats(stats(b, in.Activations), in.Gradients)
		b = u32(b, uint32(len(in.Params)))
		for i := range in.Params {
			p := &in.Params[i]
			b = f64(appendStats(appendStats(b, &p.Weight), &p.Grad), p.UpdateRatio)
		}
		b = array(u32(b, uint32(in.Step)), in.Before)
	}
	return b
}

func u32(b []byte, vs ...uint32) []byte {
	for _, v := range vs {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

func f64(b []byte, vs ...float64) []byte {
	for _, v := range vs {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

func text(b []byte, s string) []byte { return append(u32(b, uint32(len(s))), s...) }

func array[T any](b []byte, v []T) []byte { return append(u32(b, uint32(len(v))), bytesOf(v)...) }

// bytesOf returns the memory of a slice of plain numbers.
func bytesOf[T any](v []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), len(v)*int(unsafe.Sizeof(*new(T))))
}

func stats(b []byte, all []train.Stats) []byte {
	b = u32(b, uint32(len(all)))
	for i := range all {
		b = appendStats(b, &all[i])
	}
	return b
}

func appendStats(b []byte, s *train.Stats) []byte {
	b = u32(text(text(b, s.Name), s.Op), uint32(s.N))
	b = f64(b, s.Min, s.Max, s.Mean, s.SD, s.Zeros)
	for _, n := range s.Hist {
		b = u32(b, uint32(n))
	}
	return b
}

// Parse reads what [Report.Append] wrote, into memory that is used again, but for
// a saved run, which is large and stays where it lies in b. It returns an error if
// b is not a whole report; r is then of no use.
func (r *Report) Parse(b []byte) error {
	d := reader{rest: b}
	r.Run, r.Seq = d.u32(), d.u32()
	flags := d.u32()
	r.Loading, r.Playing, r.Seeking = flags&flagLoading != 0, flags&flagPlaying != 0, flags&flagSeeking != 0
	r.Busy, r.HasWeights, r.HasInspection = flags&flagBusy != 0, flags&flagWeights != 0, flags&flagInspection != 0
	r.Stopped = flags&flagStopped != 0
	r.Step, r.Total, r.From, r.FromEval = int(d.u32()), int(d.u32()), int(d.u32()), int(d.u32())
	r.Epoch, r.Rate, r.Pace = d.f64(), d.f64(), d.f64()
	d.text(&r.Error)
	d.text(&r.Note)
	r.Broke.Step = int(d.u32())
	for _, s := range [...]*string{&r.Broke.Op, &r.Broke.Name, &r.Broke.What, &r.Broke.Why} {
		d.text(s)
	}
	for _, c := range r.History.Columns() {
		read(&d, c)
		d.failed = d.failed || len(*c) != len(r.History.Loss)
	}
	read(&d, &r.Evals)
	read(&d, &r.Each)
	read(&d, &r.Masks)
	r.Dropped = int(int32(d.u32()))
	r.Saved = d.take(d.count(1))
	r.Weights, r.Memory, r.Counted = r.Weights[:0], r.Memory[:0], -1
	if r.HasWeights {
		read(&d, &r.Weights)
		read(&d, &r.Memory)
		r.Counted = int(int32(d.u32()))
	}
	if r.HasInspection {
		in := &r.Inspection
		d.stats(&in.Activations)
		d.stats(&in.Gradients)
		n := d.count(2 * statsBytes)
		for len(in.Params) < n {
			in.Params = append(in.Params, train.ParamStats{})
		}
		in.Params = in.Params[:n]
		for i := range in.Params {
			d.stat(&in.Params[i].Weight)
			d.stat(&in.Params[i].Grad)
			in.Params[i].UpdateRatio = d.f64()
		}
		in.Step = int(d.u32())
		read(&d, &in.Before)
	}
	if d.failed || len(d.rest) > 0 {
		return errors.New("train: a damaged report")
	}
	return nil
}

// reader takes a report apart; after the first shortage everything is 0.
type reader struct {
	rest   []byte
	failed bool
}

func (d *reader) take(n int) []byte {
	if n > len(d.rest) {
		d.failed, d.rest = true, nil
		return nil
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

func (d *reader) u32() uint32 {
	if b := d.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (d *reader) f64() float64 {
	if b := d.take(8); b != nil {
		return math.Float64frombits(binary.LittleEndian.Uint64(b))
	}
	return 0
}

// count reads the number of things of at least size bytes that follow.
func (d *reader) count(size int) int {
	n := d.u32()
	if uint64(n)*uint64(size) > uint64(len(d.rest)) {
		d.failed, d.rest = true, nil
		return 0
	}
	return int(n)
}

// text reads words; those that stay the same are not made anew.
func (d *reader) text(s *string) {
	if b := d.take(d.count(1)); string(b) != *s {
		*s = string(b)
	}
}

func read[T any](d *reader, v *[]T) {
	size := int(unsafe.Sizeof(*new(T)))
	n := d.count(size)
	b := d.take(n * size)
	if cap(*v) < n {
		*v = make([]T, n)
	}
	*v = (*v)[:n]
	copy(bytesOf(*v), b)
}

// statsBytes is the least that one description takes.
const statsBytes = 3*4 + 5*8 + 4*train.Bins

func (d *reader) stats(all *[]train.Stats) {
	n := d.count(statsBytes)
	for len(*all) < n {
		*all = append(*all, train.Stats{})
	}
	*all = (*all)[:n]
	for i := range *all {
		d.stat(&(*all)[i])
	}
}

func (d *reader) stat(s *train.Stats) {
	d.text(&s.Name)
	d.text(&s.Op)
	s.N = int(d.u32())
	s.Min, s.Max, s.Mean, s.SD, s.Zeros = d.f64(), d.f64(), d.f64(), d.f64(), d.f64()
	for i := range s.Hist {
		s.Hist[i] = int(d.u32())
	}
}
