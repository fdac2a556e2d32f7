// Package i18n holds text in two languages. Chinese and English are equals:
// every text is written in both, each for its own reader.
package i18n

// Lang is a language of the interface.
type Lang uint8

const (
	ZH Lang = iota // Chinese
	EN             // English
)

// Code returns the language's code in links and attributes: "zh" or "en".
func (l Lang) Code() string {
	if l == EN {
		return "en"
	}
	return "zh"
}

// Parse returns the language of a code, and whether it is one.
func Parse(code string) (Lang, bool) {
	switch code {
	case "zh", "zh-CN", "zh-Hans":
		return ZH, true
	case "en", "en-US", "en-GB":
		return EN, true
	}
	return ZH, false
}

// Text is one text in both languages.
type Text struct{ ZH, EN string }

// T makes a text: Chinese first.
func T(zh, en string) Text { return Text{zh, en} }

// Same is a text that reads the same in both languages, such as a symbol.
func Same(s string) Text { return Text{s, s} }

// In returns the text in one language.
func (t Text) In(l Lang) string {
	if l == EN {
		return t.EN
	}
	return t.ZH
}

// Other returns the text in the other language, for a hover.
func (t Text) Other(l Lang) string { return t.In(1 - l) }
