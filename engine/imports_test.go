package engine_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed says what a part of the module may import of the module. Parts are
// matched by the longest prefix; a pattern that ends in /… allows what is below.
//
// Imports run one way:
//
//	wasm → scenes → scenes/X → {stage, ui, plot → theme, i18n → assets}
//	scenes/X → engine/{train → nn, optim, data, weights → grad → tensor, trace}
var allowed = map[string][]string{
	"engine/trace":           {},
	"engine/arch":            {"engine/tensor"},
	"engine/tensor":          {"engine/tensor/…"},
	"engine/tensor/internal": {"engine/tensor/internal/…"},
	"engine/grad":            {"engine/tensor", "engine/trace"},
	"engine/expr":            {"engine/grad", "engine/tensor", "engine/trace"},
	"engine/nn":              {"engine/grad", "engine/tensor", "engine/trace"},
	"engine/optim":           {"engine/grad", "engine/tensor"},
	"engine/data":            {"engine/tensor"},
	"engine/weights":         {"engine/weights/loops", "engine/grad", "engine/tensor", "engine/trace"},
	"engine/weights/loops":   {},
	"engine/models":          {"engine/grad", "engine/tensor"},
	"engine/linalg":          {"engine/tensor"},
	"engine/classic":         {"engine/data", "engine/nn", "engine/optim", "engine/grad", "engine/tensor"},
	"engine/train":           {"engine/nn", "engine/optim", "engine/data", "engine/weights", "engine/grad", "engine/tensor", "engine/trace"},
	"engine/train/job":       {"engine/train", "engine/nn", "engine/optim", "engine/data", "engine/tensor"},
	"engine/train/jobs":      {"engine/train", "engine/train/job", "engine/models", "engine/nn", "engine/data", "engine/grad", "engine/tensor"},

	"assets":         {},
	"scenes/i18n":    {"assets"},
	"scenes/theme":   {"assets", "scenes/i18n", "scenes/paint"},
	"scenes/paint":   {"assets", "scenes/i18n"},
	"scenes/prose":   {"scenes/theme", "scenes/paint"},
	"scenes/ui":      {"assets", "scenes/i18n", "scenes/theme", "scenes/paint", "scenes/prose", "engine/trace"},
	"scenes/plot":    {"assets", "scenes/i18n", "scenes/theme", "scenes/paint", "scenes/ui", "engine/trace"},
	"scenes/formula": {"scenes/i18n", "engine/expr"},
	// The inspector unfolds numbers: it asks the tape (engine/grad) for their terms.
	"scenes/inspect":         {"scenes/i18n", "scenes/theme", "scenes/paint", "scenes/ui", "scenes/plot", "engine/tensor", "engine/grad", "engine/trace"},
	"scenes/stage":           {"assets", "scenes/i18n", "scenes/theme", "scenes/paint", "scenes/prose", "scenes/ui", "scenes/plot", "scenes/inspect", "engine/tensor", "engine/trace", "engine/weights", "engine/train/job", "engine/train/jobs"},
	"scenes/edits":           {},
	"scenes/substep":         {"scenes/i18n", "scenes/theme", "scenes/paint", "scenes/prose", "scenes/plot", "scenes/inspect", "engine/grad", "engine/trace", "engine/data", "engine/train", "engine/train/job"},
	"scenes/steps":           {"scenes/i18n", "scenes/stage", "scenes/substep", "scenes/inspect", "engine/data", "engine/train/job", "engine/grad", "engine/tensor", "engine/trace"},
	"scenes/labs":            {"engine/weights", "scenes/plot", "scenes/i18n", "scenes/substep", "scenes/theme", "scenes/paint", "scenes/ui", "scenes/inspect", "scenes/stage", "engine/train/job", "engine/trace"},
	"scenes/exam":            {"scenes/inspect", "engine/grad", "engine/nn", "engine/tensor", "engine/trace", "engine/train"},
	"scenes/stage/stagetest": {"scenes/stage", "scenes/i18n", "scenes/theme", "scenes/paint", "scenes/ui"},
}

// shared are the packages below scenes that are no scenes.
var shared = []string{"scenes/i18n", "scenes/theme", "scenes/paint", "scenes/prose", "scenes/ui", "scenes/plot", "scenes/formula", "scenes/edits", "scenes/inspect", "scenes/stage", "scenes/labs", "scenes/substep", "scenes/steps", "scenes/exam"}

// TestImports holds the imports of every package, its tests aside, against the rules.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-e", "-f", `{{.ImportPath}}:{{join .Imports " "}}`, "gradtheatre/engine/...", "gradtheatre/scenes/...").CombinedOutput()
	if err != nil {
		t.Skipf("go list: %v: %s", err, out)
	}
	checked := 0
	for line := range strings.Lines(string(out)) {
		pkg, imports, _ := strings.Cut(strings.TrimSpace(line), ":")
		pkg, ours := strings.CutPrefix(pkg, "gradtheatre/")
		if !ours {
			continue
		}
		checked++
		for _, imp := range strings.Fields(imports) {
			if why := forbidden(pkg, imp); why != "" {
				t.Errorf("%s imports %s: %s", pkg, imp, why)
			}
		}
	}
	if checked < 5 {
		t.Errorf("go list named %d packages:\n%s", checked, out)
	}
}

// forbidden says why a package may not import another, or "".
func forbidden(pkg, imp string) string {
	inEngine := strings.HasPrefix(pkg, "engine")
	own, ok := strings.CutPrefix(imp, "gradtheatre/")
	if !ok {
		switch {
		case inEngine && (imp == "syscall/js" || strings.Contains(imp, "hajimehoshi")):
			return "the engine knows no window and no browser"
		case pkg == "engine/trace":
			return "trace imports nothing"
		}
		return ""
	}
	if inEngine && !strings.HasPrefix(own, "engine") {
		return "the engine imports only the engine"
	}
	rule, found := rules(pkg)
	switch {
	case found && !permits(rule, own):
		return "want only " + strings.Join(rule, ", ")
	case found || inEngine || own == pkg:
		return ""
	}
	// What is left is scenes.go itself and the scenes.
	scene, _, _ := strings.Cut(strings.TrimPrefix(own, "scenes/"), "/")
	mine, _, _ := strings.Cut(strings.TrimPrefix(pkg, "scenes/"), "/")
	if pkg != "scenes" && strings.HasPrefix(own, "scenes") && scene != mine && !slices.Contains(shared, "scenes/"+scene) {
		return "scenes never import each other"
	}
	return ""
}

// rules returns the rule of the longest prefix of a package.
func rules(pkg string) ([]string, bool) {
	for p := pkg; p != ""; {
		if rule, ok := allowed[p]; ok {
			return rule, true
		}
		i := strings.LastIndexByte(p, '/')
		if i < 0 {
			break
		}
		p = p[:i]
	}
	return nil, false
}

func permits(rule []string, own string) bool {
	for _, r := range rule {
		if below, ok := strings.CutSuffix(r, "/…"); ok && strings.HasPrefix(own, below+"/") || r == own {
			return true
		}
	}
	return false
}

func TestForbidden(t *testing.T) {
	for _, c := range []struct {
		pkg, imp string
		ok       bool
	}{
		{"engine/grad", "gradtheatre/engine/tensor", true},
		{"engine/tensor", "gradtheatre/engine/grad", false},
		{"engine/trace", "fmt", false},
		{"engine/nn", "github.com/hajimehoshi/ebiten/v2", false},
		{"engine/data", "syscall/js", false},
		{"scenes/ui", "gradtheatre/engine/trace", true},
		{"scenes/plot", "gradtheatre/engine/grad", false},
		{"scenes/draw", "gradtheatre/engine/train", true},
		{"scenes/draw", "gradtheatre/scenes/gates", false},
		{"scenes/draw/parts", "gradtheatre/scenes/draw", true},
		{"scenes/draw", "gradtheatre/scenes/plot", true},
		{"scenes", "gradtheatre/scenes/draw", true},
		{"scenes/theme", "gradtheatre/scenes/stage", false},
	} {
		if why := forbidden(c.pkg, c.imp); (why == "") != c.ok {
			t.Errorf("%s imports %s: %q, want allowed %v", c.pkg, c.imp, why, c.ok)
		}
	}
}
