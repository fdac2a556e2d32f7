package expr

import "strings"

// Parse reads an expression. What cannot be read, or is larger than the limits,
// returns a *SyntaxError that says where; Parse never panics.
func Parse(source string) (*Expr, error) {
	tokens, bad := lex(source)
	if bad != nil {
		return nil, bad
	}
	p := &parser{e: &Expr{Source: source}, tokens: tokens, vars: map[string]int{}}
	result := ""
	if len(tokens) > 2 && tokens[0].kind == name && tokens[1].kind == '=' {
		result = tokens[0].text
		p.at = 2
	}
	if p.peek().kind == end {
		return nil, &SyntaxError{Code: Empty, Pos: p.peek().pos}
	}
	root := p.sum()
	if p.bad == nil && p.peek().kind != end {
		p.leftover()
	}
	if p.bad != nil {
		return nil, p.bad
	}
	p.e.Root = root
	p.e.Result = p.resultName(result)
	return p.e, nil
}

// parser is a recursive descent over the tokens. After the first error bad is
// set and every method returns at once.
type parser struct {
	e      *Expr
	tokens []token
	at     int
	depth  int
	vars   map[string]int // by name without the underscore
	bad    *SyntaxError
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != end {
		p.at++
	}
	return t
}

func (p *parser) fail(code Code, t token) int {
	if p.bad == nil {
		p.bad = &SyntaxError{Code: code, Pos: t.pos, Got: clip(t.text)}
	}
	return 0
}

// leftover says why the expression should not go on here.
func (p *parser) leftover() {
	switch t := p.peek(); t.kind {
	case ')':
		p.fail(Unopened, t)
	default:
		p.fail(WantOperator, t)
	}
}

// enter counts a level of nesting; the caller defers leave.
func (p *parser) enter(t token) bool {
	if p.depth++; p.depth > MaxDepth {
		p.fail(TooDeep, token{pos: t.pos})
	}
	return p.bad == nil
}

func (p *parser) leave() { p.depth-- }

func (p *parser) node(n Node) int {
	if len(p.e.Nodes) == MaxNodes {
		return p.fail(TooMany, token{pos: n.Pos})
	}
	if p.bad != nil {
		return 0
	}
	p.e.Nodes = append(p.e.Nodes, n)
	return len(p.e.Nodes) - 1
}

// sum = product {("+" | "-") product}
func (p *parser) sum() int {
	x := p.product()
	for p.bad == nil {
		t := p.peek()
		kind := Add
		switch t.kind {
		case '+':
		case '-':
			kind = Sub
		default:
			return x
		}
		p.next()
		y := p.product()
		x = p.node(Node{Kind: kind, Args: []int{x, y}, Pos: t.pos})
	}
	return x
}

// product = sign {("*" | "/") sign | power}: the last is a multiplication left out.
func (p *parser) product() int {
	x := p.sign()
	for p.bad == nil {
		t := p.peek()
		switch t.kind {
		case '*', '/':
			p.next()
			kind := Mul
			if t.kind == '/' {
				kind = Div
			}
			y := p.sign()
			x = p.node(Node{Kind: kind, Args: []int{x, y}, Pos: t.pos})
		case name, fn, '(':
			y := p.power()
			x = p.node(Node{Kind: Mul, Args: []int{x, y}, Pos: t.pos})
		case number:
			if p.tokens[p.at-1].kind == number {
				return p.fail(WantOperator, t)
			}
			y := p.power()
			x = p.node(Node{Kind: Mul, Args: []int{x, y}, Pos: t.pos})
		default:
			return x
		}
	}
	return x
}

// sign = {"-" | "+"} power; the sign of a bare number becomes part of it.
func (p *parser) sign() int {
	t := p.peek()
	if t.kind != '-' && t.kind != '+' {
		return p.power()
	}
	defer p.leave()
	if !p.enter(t) {
		return 0
	}
	p.next()
	bare := p.peek().kind == number
	x := p.sign()
	switch {
	case p.bad != nil || t.kind == '+':
		return x
	case bare && x == len(p.e.Nodes)-1 && p.e.Nodes[x].Kind == Number:
		p.e.Nodes[x].Val = -p.e.Nodes[x].Val
		p.e.Nodes[x].Pos = t.pos
		return x
	}
	return p.node(Node{Kind: Neg, Args: []int{x}, Pos: t.pos})
}

// power = atom [superscript] ["^" sign], from the right.
func (p *parser) power() int {
	base := p.peek()
	if base.kind == name && base.text == "e" && p.tokens[p.at+1].kind == '^' {
		p.next()
		p.next()
		return p.node(Node{Kind: Exp, Args: []int{p.exponent()}, Pos: base.pos})
	}
	x := p.atom()
	if t := p.peek(); t.kind == sup && p.bad == nil {
		p.next()
		y := p.node(Node{Kind: Number, Val: t.val, Pos: t.pos})
		x = p.node(Node{Kind: Pow, Args: []int{x, y}, Pos: t.pos})
	}
	t := p.peek()
	if t.kind != '^' || p.bad != nil {
		return x
	}
	p.next()
	y := p.exponent()
	return p.node(Node{Kind: Pow, Args: []int{x, y}, Pos: t.pos})
}

func (p *parser) exponent() int {
	defer p.leave()
	if !p.enter(p.peek()) {
		return 0
	}
	return p.sign()
}

// atom = number | name | "(" sum ")" | function "(" sum {"," sum} ")"
func (p *parser) atom() int {
	t := p.next()
	switch t.kind {
	case number:
		return p.node(Node{Kind: Number, Val: t.val, Pos: t.pos})
	case name:
		if len([]rune(t.text)) > 2 && !strings.Contains(t.text, "_") && !hasDigit(t.text) && p.peek().kind == '(' {
			return p.fail(UnknownFunction, t)
		}
		return p.variable(t)
	case '(':
		defer p.leave()
		if !p.enter(t) {
			return 0
		}
		x := p.sum()
		p.expectClose()
		return x
	case fn:
		return p.call(t)
	}
	return p.fail(WantOperand, t)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

func (p *parser) expectClose() {
	if p.bad != nil {
		return
	}
	if t := p.next(); t.kind != ')' {
		code := WantClose
		if t.kind == number || t.kind == sup || t.kind == '=' {
			code = WantOperator
		}
		p.fail(code, t)
	}
}

func (p *parser) variable(t token) int {
	key := strings.ReplaceAll(t.text, "_", "")
	if n, ok := p.vars[key]; ok {
		return n
	}
	n := p.node(Node{Kind: Variable, Name: t.text, Pos: t.pos})
	if p.bad == nil {
		p.vars[key] = n
		p.e.Vars = append(p.e.Vars, n)
	}
	return n
}

func (p *parser) call(f token) int {
	defer p.leave()
	if !p.enter(f) {
		return 0
	}
	if t := p.next(); t.kind != '(' {
		return p.fail(WantOpen, t)
	}
	kind := functions[f.text]
	x := p.sum()
	if kind != Max && kind != Min {
		if t := p.peek(); t.kind == ',' {
			return p.fail(TooManyValues, t)
		}
		p.expectClose()
		return p.node(Node{Kind: kind, Args: []int{x}, Pos: f.pos})
	}
	if t := p.peek(); t.kind == ')' && p.bad == nil {
		return p.fail(WantComma, t)
	}
	for p.bad == nil && p.peek().kind == ',' {
		p.next()
		y := p.sum()
		x = p.node(Node{Kind: kind, Args: []int{x, y}, Pos: f.pos})
	}
	p.expectClose()
	return x
}

// resultName is the name given, or the first of f, L, g, h that is no variable.
func (p *parser) resultName(given string) string {
	free := func(s string) bool { _, used := p.vars[strings.ReplaceAll(s, "_", "")]; return !used }
	if given != "" && free(given) {
		return given
	}
	for _, s := range []string{"f", "L", "g", "h"} {
		if free(s) {
			return s
		}
	}
	return "out"
}
