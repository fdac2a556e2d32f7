// Package formula speaks of typed expressions: what is wrong with one, in
// both languages and where.
package formula

import (
	"strconv"
	"unicode/utf8"

	"gradtheatre/engine/expr"
	"gradtheatre/scenes/i18n"
)

// Complaint says in both languages what is wrong with an expression.
func Complaint(e *expr.SyntaxError) i18n.Text {
	at := strconv.Itoa(e.Pos + 1)
	switch e.Code {
	case expr.Empty:
		return i18n.T("写一个式子，例如 (x+y)z。", "Type an expression, such as (x+y)z.")
	case expr.TooLong:
		n := strconv.Itoa(expr.MaxRunes)
		return i18n.T("式子太长：最多 "+n+" 个字符。", "Too long: at most "+n+" characters.")
	case expr.TooMany:
		n := strconv.Itoa(expr.MaxNodes)
		return i18n.T("节点太多：最多 "+n+" 个。", "Too many operations: at most "+n+".")
	case expr.TooDeep:
		n := strconv.Itoa(expr.MaxDepth)
		return i18n.T("第 "+at+" 个字符：括号套得太深，最多 "+n+" 层。", "Character "+at+": nested too deep, at most "+n+" levels.")
	}
	where := i18n.T("第 "+at+" 个字符", "Character "+at)
	if e.Got == "" {
		where = i18n.T("式子到末尾还没写完", "The expression stops too early")
	}
	what := i18n.Text{}
	switch e.Code {
	case expr.BadCharacter:
		what = i18n.T("不认识「"+e.Got+"」。", "“"+e.Got+"” is not part of the language.")
	case expr.BadNumber:
		what = i18n.T("「"+e.Got+"」不是能用的数（最大 3.4e38）。", "“"+e.Got+"” is no number that fits (3.4e38 at most).")
	case expr.WantOperand:
		what = i18n.T("这里应该是数、变量或左括号。", "a number, a variable or “(” belongs here.")
	case expr.WantOperator:
		what = i18n.T("这里应该是运算符，例如 + 或 *。", "an operator such as + or * belongs here.")
	case expr.WantClose:
		what = i18n.T("缺一个右括号。", "a “)” is missing.")
	case expr.WantOpen:
		what = i18n.T("函数名后面要跟左括号。", "a function needs “(” after its name.")
	case expr.Unopened:
		what = i18n.T("这个右括号没有左括号。", "this “)” has no “(”.")
	case expr.WantComma:
		what = i18n.T("max 和 min 至少要两个数，用逗号隔开。", "max and min take two values or more, with commas between.")
	case expr.TooManyValues:
		what = i18n.T("这个函数只要一个数。", "this function takes one value.")
	case expr.UnknownFunction:
		what = i18n.T("没有函数「"+e.Got+"」，可用 max min exp log sqrt sigmoid tanh relu abs。",
			"there is no function “"+e.Got+"”; use max min exp log sqrt sigmoid tanh relu abs.")
	}
	return i18n.T(where.ZH+"："+what.ZH, where.EN+": "+what.EN)
}

// ByteOffset is where a character stands, in bytes: errors count characters,
// fields bytes.
func ByteOffset(s string, runes int) int {
	at := 0
	for ; runes > 0 && at < len(s); runes-- {
		_, n := utf8.DecodeRuneInString(s[at:])
		at += n
	}
	return at
}
