package expr

import (
	"errors"
	"strconv"
	"strings"
	"testing"
)

// show writes an expression with every operation in parentheses.
func show(e *Expr, i int) string {
	n := &e.Nodes[i]
	switch {
	case n.Kind == Number:
		return strconv.FormatFloat(n.Val, 'g', 4, 64)
	case n.Kind == Variable:
		return n.Name
	case len(n.Args) == 1:
		return n.Kind.String() + "(" + show(e, n.Args[0]) + ")"
	}
	return n.Kind.String() + "(" + show(e, n.Args[0]) + " " + show(e, n.Args[1]) + ")"
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"(x+y)*z", "mul(add(x y) z)"},
		{"(x+y)z", "mul(add(x y) z)"},
		{"（x＋y）×z", "mul(add(x y) z)"},
		{"f = (x + y) · z", "mul(add(x y) z)"},
		{"2(xy+max(z,w))", "mul(2 add(mul(x y) max(z w)))"},
		{"2(xy+max（z，w）)", "mul(2 add(mul(x y) max(z w)))"},
		{"1/(1+exp(-(w0x0+w1x1+w2)))", "div(1 add(1 exp(neg(add(add(mul(w0 x0) mul(w1 x1)) w2)))))"},
		{"σ(w*x+b)", "sigmoid(add(mul(w x) b))"},
		{"Sigmoid(w x + b)", "sigmoid(add(mul(w x) b))"},
		{"x_1 + x1", "add(x_1 x_1)"},
		{"x₁ + x1", "add(x1 x1)"},
		{"w_{12}y", "mul(w_12 y)"},
		{"w_in x", "mul(w_in x)"},
		{"x_1y", "mul(x_1 y)"},
		{"alpha x + β", "add(mul(α x) β)"},
		{"loss*2", "mul(loss 2)"},
		{"xyz", "mul(mul(x y) z)"},
		{"2x^2", "mul(2 pow(x 2))"},
		{"x²y³", "mul(pow(x 2) pow(y 3))"},
		{"-x^2", "neg(pow(x 2))"},
		{"2^-x", "pow(2 neg(x))"},
		{"x^y^z", "pow(x pow(y z))"},
		{"x**2", "pow(x 2)"},
		{"e^(−x)", "exp(neg(x))"},
		{"e^2+e", "add(exp(2) e)"},
		{"1/2x", "mul(div(1 2) x)"},
		{"x-y-z", "sub(sub(x y) z)"},
		{"x--2", "sub(x -2)"},
		{"-2x", "mul(-2 x)"},
		{"- - x", "neg(neg(x))"},
		{"+x", "x"},
		{"max(a, b, c)", "max(max(a b) c)"},
		{"min(a b, c)", "min(mul(a b) c)"},
		{"relu(x)tanh(y)", "mul(relu(x) tanh(y))"},
		{"xexp(y)", "mul(x exp(y))"},
		{"√(x)+abs(y)−ln(z)", "sub(add(sqrt(x) abs(y)) log(z))"},
		{"2e3x", "mul(2000 x)"},
		{"2e-x", "sub(mul(2 e) x)"},
		{"２×ｘ", "mul(2 x)"},
		{".5x", "mul(0.5 x)"},
		{"πx", "mul(3.142 x)"},
		{"7", "7"},
	} {
		e, err := Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if got := show(e, e.Root); got != c.want {
			t.Errorf("Parse(%q) = %s, want %s", c.in, got, c.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		in   string
		code Code
		pos  int
	}{
		{"", Empty, 0},
		{"   ", Empty, 3},
		{"f=", Empty, 2},
		{"(x+y", WantClose, 4},
		{"(x+y*z", WantClose, 6},
		{"x+", WantOperand, 2},
		{"x+*y", WantOperand, 2},
		{"x y)", Unopened, 3},
		{"()", WantOperand, 1},
		{"max(x)", WantComma, 5},
		{"exp(x,y)", TooManyValues, 5},
		{"exp x", WantOpen, 4},
		{"sin(x)", UnknownFunction, 0},
		{"x+sin(y)", UnknownFunction, 2},
		{"2 3", WantOperator, 2},
		{"x+y=3", WantOperator, 3},
		{"x $ y", BadCharacter, 2},
		{"x+变量", BadCharacter, 2},
		{"x#", BadCharacter, 1},
		{"1.2.3", BadNumber, 0},
		{"x*1e99", BadNumber, 2},
		{"x+1e999", BadNumber, 2},
		{strings.Repeat("x", MaxRunes+1), TooLong, MaxRunes},
		{strings.Repeat("x+", 2000) + "x", TooMany, -1},
		{strings.Repeat("(", 5000) + "x", TooDeep, MaxDepth},
		{strings.Repeat("-", 5000) + "x", TooDeep, MaxDepth},
		{"x" + strings.Repeat("^x", 4000), TooDeep, -1},
		{strings.Repeat("exp(", 2000), TooDeep, -1},
	} {
		_, err := Parse(c.in)
		var bad *SyntaxError
		if !errors.As(err, &bad) {
			t.Errorf("Parse(%.20q) = %v, want a *SyntaxError", c.in, err)
			continue
		}
		if bad.Code != c.code || c.pos >= 0 && bad.Pos != c.pos {
			t.Errorf("Parse(%.20q): code %d at %d (%v), want code %d at %d", c.in, bad.Code, bad.Pos, bad, c.code, c.pos)
		}
		if bad.Error() == "" || bad.Want() == "" {
			t.Errorf("Parse(%.20q): an error without words", c.in)
		}
	}
}

func TestResultName(t *testing.T) {
	for in, want := range map[string]string{"x": "f", "f+x": "L", "f+L": "g", "f+L+g+h": "out", "J=x²": "J", "x=x+1": "f", "x=3": "x"} {
		e, err := Parse(in)
		if err != nil || e.Result != want {
			t.Errorf("Parse(%q).Result = %v (%v), want %q", in, e, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"(x+y)z", "1/(1+exp(-(w0x0+w1x1+w2)))", "2(xy+max(z,w))", "x_1^2−√(β)", "（x，y）", "max(a,b,",
		"e^-x", "f = relu(x)³", "((((", "1e999", "_x", "x_{1", "\xff\xfe", "²x", "--", "a=b=c", "x__1", "，", "σσ(σ)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := Parse(s)
		if err != nil {
			bad, ok := err.(*SyntaxError)
			if !ok {
				t.Fatalf("%T, want *SyntaxError", err)
			}
			if n := len([]rune(s)); bad.Pos < 0 || bad.Pos > n {
				t.Fatalf("Parse(%q): position %d of %d", s, bad.Pos, n)
			}
			return
		}
		if len(e.Nodes) == 0 || len(e.Nodes) > MaxNodes || e.Root != len(e.Nodes)-1 && e.Nodes[e.Root].Kind != Variable {
			t.Fatalf("Parse(%q): %d nodes, root %d", s, len(e.Nodes), e.Root)
		}
		for i, n := range e.Nodes {
			for _, a := range n.Args {
				if a < 0 || a >= i {
					t.Fatalf("Parse(%q): node %d uses %d", s, i, a)
				}
			}
		}
		if len(e.Nodes) <= 60 {
			values := make([]float64, len(e.Vars))
			for i := range values {
				values[i] = float64(i) - 1.5
			}
			NewRun(e).Compute(values)
		}
	})
}
