package weights

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"gradtheatre/engine/trace"
	"gradtheatre/engine/weights/loops"
)

// write puts the program together: the network first, what computes it last.
func (s *goProgram) write(w io.Writer, name, weightsName, body string) error {
	needed, imports := loops.Needed(body + " Tensor size")
	var layers strings.Builder
	for _, d := range needed {
		layers.WriteString("\n" + d.Text + "\n")
	}
	for _, p := range []string{"bufio", "embed", "encoding/binary", "encoding/json", "fmt", "io", "log", "math", "os"} {
		if !slices.Contains(imports, p) {
			imports = append(imports, p)
		}
	}
	slices.Sort(imports)
	var list strings.Builder
	for _, p := range imports {
		if list.WriteByte('\t'); p == "embed" {
			list.WriteString("_ ")
		}
		list.WriteString(strconv.Quote(p) + "\n")
	}
	x, y, rows := s.example()
	shape := "batch"
	for _, d := range goArgs(s.x.Shape[1:]) {
		shape += ", " + d
	}
	_, err := fmt.Fprintf(w, goTemplate, name, list.String(), shape, body, strings.Join(append([]string{"-1"}, goArgs(s.x.Shape[1:])...), ", "),
		goEmbed(weightsName), x, y, max(1, product(s.x.Shape[1:])), rows, layers.String())
	return err
}

// goEmbed is a name as the directive takes it.
func goEmbed(name string) string {
	if strings.ContainsAny(name, " \"'`") {
		return strconv.Quote(name)
	}
	return name
}

// mostExample is how many numbers of an example stand in a program.
const mostExample = 2400

// example writes the first samples of the model's example and what the model
// made of them, rows of them.
func (s *goProgram) example() (x, y string, rows int) {
	batch := s.x.Shape[0]
	if rows = batch; len(s.y.Shape) > 0 && s.y.Shape[0] == batch {
		rows = min(batch, max(1, min(3, mostExample/max(1, product(s.x.Shape[1:])))))
	}
	return goFloats(s.x, len(s.x.Value)/batch*rows), goFloats(s.y, len(s.y.Value)/batch*rows), rows
}

// goFloats writes the first n values of a node as the elements of a slice, a row
// of a picture on each line.
func goFloats(node *trace.Node, n int) string {
	const most = 32
	width := 8
	if k := len(node.Shape); k > 0 && node.Shape[k-1] <= most {
		width = node.Shape[k-1]
	}
	var b strings.Builder
	for i, v := range node.Value[:n] {
		if i%width == 0 {
			b.WriteString("\n\t")
		}
		b.WriteString(goFloat(v) + ",")
		if i%width < width-1 && i < n-1 {
			b.WriteByte(' ')
		}
	}
	return b.String() + "\n"
}

func goFloat(v float64) string {
	switch {
	case math.IsNaN(v):
		return "float32(math.NaN())"
	case math.IsInf(v, 0):
		return fmt.Sprintf("float32(math.Inf(%v))", math.Copysign(1, v))
	}
	return strconv.FormatFloat(v, 'g', -1, 32)
}

// goTemplate takes the model's name, the imports, the input's shape, the body, the
// shape to read, the file of the weights, the example's input and output, the
// numbers of one input, the samples of the example and the layers.
const goTemplate = `// Command %[1]s computes what the network of that name computes in Gradient
// Theatre. It needs nothing but Go: what it does is written here from end to end,
// and its weights lie beside it.
//
//	go run .                      computes the example below
//	echo 0.5 0.25 … | go run .    computes numbers of yours, %[9]d an input
package main

import (
%[2]s)

// forward is the network: x [%[3]s]; w: the weights by name.
func forward(x Tensor, w map[string]Tensor) Tensor {
%[4]s}

//go:embed %[6]s
var file []byte

func main() {
	log.SetFlags(0)
	w, err := load(file)
	if err != nil {
		log.Fatal(err)
	}
	yours, err := read(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	if len(yours) > 0 {
		fmt.Println(forward(inputs(yours), w).Data)
		return
	}
	y, furthest := forward(inputs(example), w), 0.0
	fmt.Println("  output            here  in the theatre")
	for i, v := range y.Data {
		fmt.Printf("%%8d  %%14.7g  %%14.7g\n", i, v, answer[i])
		furthest = max(furthest, math.Abs(float64(v-answer[i])))
	}
	fmt.Printf("They are at most %%.1g apart.\n", furthest)
}
%[11]s
// example is %[10]d of the inputs that the theatre showed.
var example = []float32{%[7]s}

// answer is what the theatre computed for the example.
var answer = []float32{%[8]s}

// inputs makes numbers a batch of inputs.
func inputs(numbers []float32) Tensor {
	x := Tensor{[]int{%[5]s}, numbers}
	one := size(x.Shape[1:])
	if len(numbers)%%one != 0 {
		log.Fatalf("there are %%d numbers; an input has %%d", len(numbers), one)
	}
	x.Shape[0] = len(numbers) / one
	return x
}

// read reads numbers, whitespace between them, unless they would have to be typed.
func read(in *os.File) (numbers []float32, err error) {
	if info, err := in.Stat(); err != nil || info.Mode()&os.ModeCharDevice != 0 {
		return nil, nil
	}
	r := bufio.NewReader(in)
	for {
		var v float32
		if _, err := fmt.Fscan(r, &v); err == io.EOF {
			return numbers, nil
		} else if err != nil {
			return nil, fmt.Errorf("number %%d: %%w", len(numbers)+1, err)
		}
		numbers = append(numbers, v)
	}
}

// load reads a safetensors file: the length of a header in JSON, the header, and
// the numbers that it points to.
func load(file []byte) (map[string]Tensor, error) {
	from := 8 + binary.LittleEndian.Uint64(file)
	var header map[string]struct {
		Shape   []int
		Offsets [2]int ` + "`json:\"data_offsets\"`" + `
	}
	if err := json.Unmarshal(file[8:from], &header); err != nil {
		return nil, err
	}
	delete(header, "__metadata__")
	w := map[string]Tensor{}
	for name, t := range header {
		v := Tensor{Shape: t.Shape}
		for at := t.Offsets[0]; at < t.Offsets[1]; at += 4 {
			bits := binary.LittleEndian.Uint32(file[int(from)+at:])
			v.Data = append(v.Data, math.Float32frombits(bits))
		}
		w[name] = v
	}
	return w, nil
}
`
