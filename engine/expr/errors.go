package expr

import "fmt"

// Code says what is wrong with an expression.
type Code uint8

// What can be wrong. The comment is what SyntaxError.Got then holds.
const (
	Empty           Code = iota // nothing was typed
	BadCharacter                // the character
	BadNumber                   // the digits: not a number, or too large for float32
	WantOperand                 // a number, variable or "(" belongs here; what stands there, or ""
	WantOperator                // an operator belongs here; what stands there
	WantClose                   // ")" is missing; what stands there, or ""
	WantOpen                    // "(" must follow the function named
	Unopened                    // ")" without "("
	WantComma                   // max and min take two values or more; the function
	TooManyValues               // the function takes one value; the function
	UnknownFunction             // the name
	TooLong                     // more than MaxRunes characters
	TooMany                     // more than MaxNodes nodes
	TooDeep                     // nested deeper than MaxDepth
)

var wants = [...]string{
	Empty:           "an expression such as (x+y)z",
	BadCharacter:    "a number, a variable, an operator or a function",
	BadNumber:       "a number no larger than 3.4e38",
	WantOperand:     "a number, a variable or (",
	WantOperator:    "an operator such as + or *",
	WantClose:       ")",
	WantOpen:        "( after the function's name",
	Unopened:        "no ) without its (",
	WantComma:       "two values or more, such as max(x, y)",
	TooManyValues:   "one value",
	UnknownFunction: "max, min, exp, log, sqrt, sigmoid, tanh, relu or abs",
	TooLong:         fmt.Sprintf("at most %d characters", MaxRunes),
	TooMany:         fmt.Sprintf("at most %d operations and values", MaxNodes),
	TooDeep:         fmt.Sprintf("at most %d levels of nesting", MaxDepth),
}

// SyntaxError says where an expression cannot be read, and what would be right.
type SyntaxError struct {
	Code Code
	Pos  int    // in characters (runes) from the start
	Got  string // what stands there; "" at the end
}

// Want says in English what would be right.
func (e *SyntaxError) Want() string { return wants[e.Code] }

func (e *SyntaxError) Error() string {
	if e.Got == "" {
		return fmt.Sprintf("expression, character %d: want %s", e.Pos+1, e.Want())
	}
	return fmt.Sprintf("expression, character %d: got %q, want %s", e.Pos+1, e.Got, e.Want())
}
