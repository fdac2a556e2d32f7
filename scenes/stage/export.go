package stage

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// export is one way to take something out of the theatre.
type export struct {
	id, icon string
	name     i18n.Text
	about    i18n.Text
	none     i18n.Text // why there is nothing
	has      func(s *Stage) bool
	run      func(s *Stage) error
}

// exports lists what there is, as the sheet shows it.
func exports() []export {
	never, line, net := i18n.Text{}, i18n.T("现在还没有曲线", "there are no curves yet"), i18n.T("这一幕现在没有网络", "this scene shows no network now")
	return []export{
		{"png", "image", i18n.Same("PNG"), i18n.T("现在的舞台，一张图", "the stage as it is now, as a picture"), never,
			func(*Stage) bool { return true }, (*Stage).exportPicture},
		{"csv", "chart-line", i18n.Same("CSV"), i18n.T("曲线上的每一个点，所有分支", "every point of the curves, of all branches"), line,
			(*Stage).hasCurves, (*Stage).exportCurves},
		{"safetensors", "network", i18n.Same("safetensors"), i18n.T("网络的权重", "the network's weights"), net,
			(*Stage).hasNetwork, (*Stage).exportWeights},
		{"onnx", "puzzle", i18n.Same("ONNX"), i18n.T("网络和权重，很多程序能打开", "network and weights, for many programs"), net,
			(*Stage).hasNetwork, (*Stage).exportONNX},
		{"pytorch", "flask-conical", i18n.Same("PyTorch"), i18n.T("算同样的数的 Python 程序", "a Python program that computes the same"), net,
			(*Stage).hasNetwork, func(s *Stage) error { return s.exportProgram("pytorch", ".py", weights.WritePyTorch) }},
		{"go", "square-function", i18n.Same("Go"), i18n.T("只要有 Go 就能运行的程序", "a program that runs wherever there is Go"), net,
			(*Stage).hasNetwork, func(s *Stage) error { return s.exportProgram("go", ".go", weights.WriteGo) }},
	}
}

// Export takes something out of the theatre as files: png, csv, safetensors,
// onnx, pytorch or go.
func (s *Stage) Export(kind string) error {
	all := exports()
	i := slices.IndexFunc(all, func(e export) bool { return e.id == kind })
	switch {
	case i < 0:
		return fmt.Errorf("there is no export %q; there are png, csv, safetensors, onnx, pytorch and go", kind)
	case s.cur == nil || s.cur.fail != nil:
		return errors.New("there is no scene to export from")
	case s.host.Save == nil && kind != "png" || !s.host.SavePicture && kind == "png":
		return errors.New("this machine takes no files")
	case !all[i].has(s):
		return fmt.Errorf("this scene has nothing to export as %s now", all[i].name.EN)
	}
	err := errors.New("the scene stopped")
	s.guard(func() { err = all[i].run(s) })
	return err
}

// exportNow is what the buttons of the sheet do.
func (s *Stage) exportNow(e *export) {
	if err := s.Export(e.id); err != nil {
		s.Notice(i18n.T("没有导出："+err.Error(), "Nothing was exported: "+err.Error()))
	}
}

func (s *Stage) save(name, kind string, data []byte) error {
	if err := s.host.Save(name, kind, data); err != nil {
		return err
	}
	s.closeSheet()
	s.Notice(i18n.T("已存为 "+name, "Saved as "+name))
	return nil
}

func (s *Stage) plotter() Plotter {
	if s.cur == nil || s.cur.fail != nil {
		return nil
	}
	p, _ := s.cur.scene.(Plotter)
	return p
}

func (s *Stage) hasCurves() (has bool) {
	if p := s.plotter(); p != nil {
		s.guard(func() { has = slices.ContainsFunc(p.Curves(), filled) })
	}
	return has
}

func filled(c *plot.Curve) bool {
	return slices.ContainsFunc(c.Lines(), func(l plot.Line) bool { return len(l.X) > 0 })
}

func (s *Stage) exportCurves() error {
	var table [][]string
	for i, c := range s.plotter().Curves() {
		if !filled(c) {
			continue
		}
		t := newTable(c.XName().EN)
		if len(s.cur.branches) == 0 {
			t.add("", c)
		}
		for _, b := range s.cur.branches {
			if p, ok := b.scene.(Plotter); ok {
				t.add(b.name+": ", p.Curves()[i])
			}
		}
		table = append(table, t.columns()...)
	}
	var out bytes.Buffer
	if err := writeColumns(&out, table); err != nil {
		return err
	}
	return s.save(s.cur.entry.ID+".csv", "text/csv", out.Bytes())
}

// table holds the lines of one plot by their places on its x axis.
type table struct {
	x     string
	at    []float64
	names []string
	lines []map[float64]float64
}

func newTable(x string) *table { return &table{x: x} }

func (t *table) add(prefix string, c *plot.Curve) {
	for _, l := range c.Lines() {
		values := map[float64]float64{}
		for i, x := range l.X {
			values[x] = l.Y[i]
		}
		for x := range values {
			t.at = append(t.at, x)
		}
		t.names, t.lines = append(t.names, prefix+l.Name.EN), append(t.lines, values)
	}
}

// columns are x and one column for each line, empty where a line has no point.
func (t *table) columns() [][]string {
	slices.Sort(t.at)
	t.at = slices.Compact(t.at)
	out := make([][]string, 1+len(t.lines))
	out[0] = []string{t.x}
	for _, x := range t.at {
		out[0] = append(out[0], number(x))
	}
	for i, values := range t.lines {
		out[i+1] = []string{t.names[i]}
		for _, x := range t.at {
			cell := ""
			if y, ok := values[x]; ok {
				cell = number(y)
			}
			out[i+1] = append(out[i+1], cell)
		}
	}
	return out
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// writeColumns writes columns of different length side by side.
func writeColumns(out *bytes.Buffer, columns [][]string) error {
	w, rows := csv.NewWriter(out), 0
	for _, c := range columns {
		rows = max(rows, len(c))
	}
	line := make([]string, len(columns))
	for r := range rows {
		for i, c := range columns {
			if line[i] = ""; r < len(c) {
				line[i] = c[r]
			}
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// network is the model that the scene shows, ok where there is one now.
func (s *Stage) network() (m weights.Model, ok bool) {
	if s.cur == nil || s.cur.fail != nil {
		return m, false
	}
	if n, is := s.cur.scene.(Networker); is {
		s.guard(func() { m = n.Network() })
	}
	return m, m.Forward != nil && m.Example != nil
}

func (s *Stage) hasNetwork() bool {
	_, ok := s.network()
	return ok
}

func (s *Stage) exportWeights() error {
	m, _ := s.network()
	f, err := m.File()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := weights.Write(&out, f); err != nil {
		return err
	}
	return s.save(m.Name+".safetensors", "application/octet-stream", out.Bytes())
}

func (s *Stage) exportONNX() error {
	m, _ := s.network()
	var out bytes.Buffer
	if err := weights.WriteONNX(&out, m); err != nil {
		return err
	}
	return s.save(m.Name+".onnx", "application/octet-stream", out.Bytes())
}

// zipped is a file of an archive.
type zipped struct {
	name string
	data []byte
}

// exportProgram saves a program and its weights together.
func (s *Stage) exportProgram(kind, suffix string, write func(program, file io.Writer, weightsName string, m weights.Model) error) error {
	m, _ := s.network()
	var program, file, out bytes.Buffer
	name := m.Name + ".safetensors"
	if err := write(&program, &file, name, m); err != nil {
		return err
	}
	parts := []zipped{{m.Name + suffix, program.Bytes()}, {name, file.Bytes()}}
	if kind == "go" {
		parts = append(parts, zipped{"go.mod", []byte(weights.GoModule(m.Name))})
	}
	z := zip.NewWriter(&out)
	for _, p := range parts {
		// Weights do not compress.
		w, err := z.CreateHeader(&zip.FileHeader{Name: m.Name + "/" + p.name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(p.data)
		}
		if err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return s.save(m.Name+"-"+kind+".zip", "application/zip", out.Bytes())
}
