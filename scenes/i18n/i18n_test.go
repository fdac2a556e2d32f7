package i18n_test

import (
	"fmt"
	"testing"

	"gradtheatre/scenes/i18n"
)

func Example() {
	title := i18n.T("梯度下降", "Gradient descent")
	for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
		fmt.Printf("%s: %s, on hover %s\n", l.Code(), title.In(l), title.Other(l))
	}
	// Output:
	// zh: 梯度下降, on hover Gradient descent
	// en: Gradient descent, on hover 梯度下降
}

func TestParse(t *testing.T) {
	for code, want := range map[string]i18n.Lang{"zh": i18n.ZH, "zh-CN": i18n.ZH, "zh-Hans": i18n.ZH, "en": i18n.EN, "en-US": i18n.EN, "en-GB": i18n.EN} {
		if l, ok := i18n.Parse(code); !ok || l != want {
			t.Errorf("Parse(%q) = %v, %v", code, l, ok)
		}
	}
	for _, code := range []string{"", "fr", "ZH", "english"} {
		if l, ok := i18n.Parse(code); ok {
			t.Errorf("Parse(%q) = %v", code, l)
		}
	}
}
