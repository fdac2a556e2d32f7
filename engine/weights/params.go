package weights

import (
	"fmt"
	"strings"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// FromParams returns a file that holds the values of params under their names,
// rounded to dtype (F32 keeps them bit for bit, F16 takes half the space).
func FromParams(params []*grad.Param, dtype DType, metadata map[string]string) *File {
	f := &File{Metadata: metadata}
	for _, p := range params {
		f.Tensors = append(f.Tensors, FromTensor(p.Name, p.Value, dtype))
	}
	return f
}

// Load copies the tensors of f into the parameters of the same names. It
// returns an error, and changes nothing, if one is missing or left over, or if
// a shape or type does not fit.
func Load(params []*grad.Param, f *File) error {
	var missing, extra []string
	used := map[string]bool{}
	for _, p := range params {
		t := f.Find(p.Name)
		if t == nil {
			missing = append(missing, p.Name)
			continue
		}
		used[p.Name] = true
		if !tensor.SameShape(t.Shape, p.Value.Shape()) {
			return fmt.Errorf("weights: tensor %q has shape %s, the model wants %s", p.Name, tensor.ShapeString(t.Shape), tensor.ShapeString(p.Value.Shape()))
		}
		if t.DType.decoder() == nil {
			return fmt.Errorf("weights: tensor %q has type %s, want numbers", p.Name, t.DType)
		}
	}
	for i := range f.Tensors {
		if !used[f.Tensors[i].Name] {
			extra = append(extra, f.Tensors[i].Name)
		}
	}
	if len(missing)+len(extra) > 0 {
		return fmt.Errorf("weights: the file does not belong to this model: missing %s; unknown %s", list(missing), list(extra))
	}
	for _, p := range params {
		if err := f.Find(p.Name).copyTo(p.Value.Data()); err != nil {
			return err
		}
		p.Value.Touch()
	}
	return nil
}

func list(names []string) string {
	const most = 6
	switch {
	case len(names) == 0:
		return "nothing"
	case len(names) > most:
		return clip(strings.Join(names[:most], ", ")) + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}
