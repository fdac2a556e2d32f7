package expr

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of an expression: an operator or punctuation by its
// character, or one of the kinds below.
type token struct {
	kind rune
	text string
	val  float64
	pos  int
}

const (
	end    rune = -1
	number rune = -2
	name   rune = -3 // a variable
	fn     rune = -4
	sup    rune = -5 // a superscript number: x²
)

var functions = map[string]Kind{
	"exp": Exp, "log": Log, "ln": Log, "sqrt": Sqrt, "sigmoid": Sigmoid, "tanh": Tanh,
	"relu": ReLU, "abs": Abs, "max": Max, "min": Min,
}

var greek = map[string]string{
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
	"theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "rho": "ρ",
	"sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
}

// plain maps the forms in which a character may be typed to one.
func plain(r rune) rune {
	switch r {
	case '−', '–', '—', '﹣':
		return '-'
	case '×', '·', '•', '∙', '⋅', '✕', '∗':
		return '*'
	case '÷', '∕':
		return '/'
	case '、', '，':
		return ','
	case '【', '〔':
		return '('
	case '】', '〕':
		return ')'
	}
	if r >= '！' && r <= '～' { // full-width forms of ASCII
		r -= '！' - '!'
	}
	switch r {
	case '[', '{':
		return '('
	case ']', '}':
		return ')'
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

const (
	superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"
	subscripts   = "₀₁₂₃₄₅₆₇₈₉"
)

func digitOf(set string, r rune) (rune, bool) {
	if i := strings.IndexRune(set, r); i >= 0 {
		return '0' + rune(utf8.RuneCountInString(set[:i])), true
	}
	return 0, false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isLetter accepts Latin and Greek; Han and the rest are no variables.
func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || unicode.Is(unicode.Greek, r) && unicode.IsLetter(r)
}

type lexer struct {
	src []rune // as typed, each character in its plain form
	at  int
	out []token
}

func lex(source string) ([]token, *SyntaxError) {
	if len(source) > MaxRunes*utf8.UTFMax || utf8.RuneCountInString(source) > MaxRunes {
		return nil, &SyntaxError{Code: TooLong, Pos: MaxRunes}
	}
	l := &lexer{src: []rune(source)}
	for i, r := range l.src {
		l.src[i] = plain(r)
	}
	for l.at < len(l.src) {
		if err := l.word(); err != nil {
			return nil, err
		}
	}
	return append(l.out, token{kind: end, pos: len(l.src)}), nil
}

func (l *lexer) peek(i int) rune {
	if l.at+i < len(l.src) {
		return l.src[l.at+i]
	}
	return 0
}

func (l *lexer) emit(kind rune, text string, pos int) {
	l.out = append(l.out, token{kind: kind, text: text, pos: pos})
}

func (l *lexer) word() *SyntaxError {
	r, pos := l.src[l.at], l.at
	switch {
	case r == ' ':
		l.at++
		return nil
	case isDigit(r) || r == '.':
		return l.number()
	case isLetter(r):
		l.letters()
		return nil
	case r == '√':
		l.at++
		l.emit(fn, "sqrt", pos)
		return nil
	case r == '*' && l.peek(1) == '*':
		l.at += 2
		l.emit('^', "**", pos)
		return nil
	case strings.ContainsRune("+-*/^(),=", r):
		l.at++
		l.emit(r, string(r), pos)
		return nil
	}
	if _, ok := digitOf(superscripts, r); ok {
		return l.superscript()
	}
	return &SyntaxError{Code: BadCharacter, Pos: pos, Got: string(r)}
}

func (l *lexer) number() *SyntaxError {
	pos := l.at
	for isDigit(l.peek(0)) || l.peek(0) == '.' {
		l.at++
	}
	// An exponent only where digits follow: 2e5, but 2e-x is 2·e − x.
	if r := l.peek(0); r == 'e' || r == 'E' {
		if isDigit(l.peek(1)) {
			l.at++
		} else if (l.peek(1) == '-' || l.peek(1) == '+') && isDigit(l.peek(2)) {
			l.at += 2
		}
		for isDigit(l.peek(0)) {
			l.at++
		}
	}
	text := string(l.src[pos:l.at])
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v > math.MaxFloat32 {
		return &SyntaxError{Code: BadNumber, Pos: pos, Got: clip(text)}
	}
	l.out = append(l.out, token{kind: number, text: text, val: v, pos: pos})
	return nil
}

func (l *lexer) superscript() *SyntaxError {
	pos, v := l.at, 0.0
	for l.at < len(l.src) {
		d, ok := digitOf(superscripts, l.src[l.at])
		if !ok {
			break
		}
		v = v*10 + float64(d-'0')
		l.at++
	}
	if v > math.MaxFloat32 {
		return &SyntaxError{Code: BadNumber, Pos: pos, Got: clip(string(l.src[pos:l.at]))}
	}
	l.out = append(l.out, token{kind: sup, text: string(l.src[pos:l.at]), val: v, pos: pos})
	return nil
}

// letters reads a run of letters: a function, one name, or a product of
// one-letter names; the last of them takes the digits and subscript after it.
func (l *lexer) letters() {
	pos := l.at
	for isLetter(l.peek(0)) {
		l.at++
	}
	run := string(l.src[pos:l.at])
	lower := strings.ToLower(run)
	if _, ok := functions[lower]; ok && !l.indexed() {
		l.emit(fn, lower, pos)
		return
	}
	switch {
	case (run == "σ" || lower == "sigma") && l.opens():
		l.emit(fn, "sigmoid", pos)
		return
	case (run == "π" || lower == "pi") && !l.indexed():
		l.out = append(l.out, token{kind: number, text: "π", val: math.Pi, pos: pos})
		return
	case greek[run] != "":
		run = greek[run]
	case l.opens() && l.suffix(run, pos):
		return
	case isProduct(run):
		l.split(pos, l.at)
		return
	}
	l.emit(name, run+l.index(), pos)
}

// split emits the letters from pos to until as names of one letter each.
func (l *lexer) split(pos, until int) {
	for i := pos; i < until; i++ {
		text, last := string(l.src[i]), i == until-1 && until == l.at
		if text == "π" && !(last && l.indexed()) {
			l.out = append(l.out, token{kind: number, text: text, val: math.Pi, pos: i})
			continue
		}
		if last {
			text += l.index()
		}
		l.emit(name, text, i)
	}
}

// suffix finds a function at the end of a run that is otherwise a product:
// xexp(y) is x·exp(y), zσ(y) is z·σ(y).
func (l *lexer) suffix(run string, pos int) bool {
	for i := range run {
		word := strings.ToLower(run[i:])
		if word == "σ" {
			word = "sigmoid"
		}
		if _, ok := functions[word]; ok && i > 0 && isProduct(run[:i]) {
			at := pos + utf8.RuneCountInString(run[:i])
			l.split(pos, at)
			l.emit(fn, word, at)
			return true
		}
	}
	return false
}

// isProduct says whether a run of letters is a product of one-letter names.
func isProduct(run string) bool {
	n := utf8.RuneCountInString(run)
	if n <= 2 {
		return true
	}
	for _, r := range run {
		if !strings.ContainsRune("abcuvwxyz", r) && r < 128 {
			return false
		}
	}
	return true
}

// opens reports whether the next character, after spaces, is "(".
func (l *lexer) opens() bool {
	for i := 0; ; i++ {
		switch l.peek(i) {
		case ' ':
			continue
		case '(':
			return true
		}
		return false
	}
}

// indexed reports whether digits or a subscript follow.
func (l *lexer) indexed() bool {
	_, low := digitOf(subscripts, l.peek(0))
	return low || isDigit(l.peek(0)) || l.peek(0) == '_'
}

// index reads the digits or the subscript after a name: 0, ₀, _1, _{12}, _in.
func (l *lexer) index() string {
	var b strings.Builder
	for {
		r := l.peek(0)
		if d, ok := digitOf(subscripts, r); ok {
			r = d
		} else if !isDigit(r) {
			break
		}
		b.WriteRune(r)
		l.at++
	}
	if b.Len() > 0 || l.peek(0) != '_' {
		return b.String()
	}
	at, braces := l.at, l.peek(1) == '('
	l.at++
	if braces {
		l.at++
	}
	// Digits, or letters then digits: x_1y is x_1·y, w_in is one name.
	digits := isDigit(l.peek(0))
	for isDigit(l.peek(0)) || isLetter(l.peek(0)) && (!digits || braces) {
		b.WriteRune(l.peek(0))
		l.at++
	}
	if braces && l.peek(0) != ')' || b.Len() == 0 {
		l.at = at
		return ""
	}
	if braces {
		l.at++
	}
	return "_" + b.String()
}

// clip shortens what is quoted in an error.
func clip(s string) string {
	if utf8.RuneCountInString(s) <= 12 {
		return s
	}
	return string([]rune(s)[:11]) + "…"
}
