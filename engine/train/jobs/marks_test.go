package jobs_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// TestNamedClasses: where the third column has names they are the classes, in
// alphabetical order, on the way into a run's options, too.
func TestNamedClasses(t *testing.T) {
	for text, want := range map[string]string{
		"x,y,label\n0.1,0.2,dog\n-1,2,cat\n3,4,dog":             "names:cat,dog;1:10,20;0:-100,200;1:300,400",
		"0.1\t0.2\tdog\r\n-1\t2\tcat\r\n":                       "names:cat,dog;1:10,20;0:-100,200",
		"0.1 0.2 dog; -1 2 cat":                                 "names:cat,dog;1:10,20;0:-100,200",
		"bill (mm),flipper 2,species\n1,2,Big one\n3,4, b:c ":   "names:Big one,b:c;0:100,200;1:300,400",
		"\ufeff\"x\",\"y\",\"kind\"\n1,2,\"a, b\"\n3,4,\"c\"\n": "names:a b,c;0:100,200;1:300,400",
		"1，2，猫；3，4，狗":                                           "names:狗,猫;1:100,200;0:300,400",
		"names:a,b,c;2:1,1;0:2,2":                               "names:a,b,c;2:1,1;0:2,2",
		"names:a,b;=5:1,1":                                      "=5:1,1",
		"names:a,b":                                             "",
	} {
		marks, names, err := jobs.ReadTable(text)
		got := jobs.WriteTable(marks, names)
		if err != nil || got != want {
			t.Errorf("%q became %q: %v", text, got, err)
		}
		if marks, names, err = jobs.ReadTable(got); err != nil || jobs.WriteTable(marks, names) != want {
			t.Errorf("%q is read again as %q: %v", got, jobs.WriteTable(marks, names), err)
		}
	}
	p := jobs.ReadPoints(&job.Spec{Job: "points", Options: map[string]string{"data": "own", "points": "1,1,a\n2,2,c\n3,3,b", "val": "0"}})
	if d := p.Sample(1).Train; !slices.Equal(d.Classes, []string{"a", "b", "c"}) || !slices.Equal(d.Labels, []int{0, 2, 1}) {
		t.Errorf("classes %q of %v", d.Classes, d.Labels)
	}
	if o := p.Options()["points"]; o != "names:a,b,c;0:100,100;2:200,200;1:300,300" {
		t.Errorf("the options have %q", o)
	}
}

// TestRefusedNames says which part of a table makes no sense.
func TestRefusedNames(t *testing.T) {
	long := strings.Repeat("a", 41)
	for text, want := range map[string][2]string{
		"1,1,a;2,2,a": {"classes", "1 (a)"},
		"1,1,a;1,1,b;1,1,c;1,1,d;1,1,e;1,1,f;1,1,g": {"classes", "7 (a, b, c, …)"},
		"1,2,cat\n3,4,0":            {"mixed", `"1,2,cat"`},
		"3,4,0\n1,2,cat":            {"mixed", `"1,2,cat"`},
		"1,2,cat\n3,4,0.5":          {"mixed", `"1,2,cat"`},
		"1,2,cat;0:1,1":             {"mixed", `"1,2,cat"`},
		"1,2,cat\n1,2,NA":           {"row", `"1,2,NA"`},
		"1,2,cat\n1,2,":             {"row", `"1,2,"`},
		"1,2,\"\"":                  {"row", `"1,2,\"\""`},
		"1,2,inf":                   {"row", `"1,2,inf"`},
		"1,2,1e999":                 {"row", `"1,2,1e999"`},
		"1,x,cat\n1,2,dog":          {"row", `"1,x,cat"`},
		"1,2,3,cat":                 {"row", `"1,2,3,cat"`},
		"1,2," + long:               {"row", `"1,2,` + long + `"`},
		"names:a,,b;0:1,1":          {"row", `"names:a,,b"`},
		"names:a,b,c,d,e,f,g;0:1,1": {"row", `"names:a,b,c,d,e,f,g"`},
	} {
		var e *tensor.ValueError
		if marks, _, err := jobs.ReadTable(text); !errors.As(err, &e) || e.Name != want[0] || e.Value != want[1] {
			t.Errorf("%q: %v, %v; want %v", text, marks, err, want)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	for _, s := range []string{"x,y,label\n0.1,0.2,cat\n3,4,dog", "names:cat,dog;0:1,2;1:3,4", "1,2,\"", "1,2,\"\"", "1,2, ", "1,2,\x00", "1,2,\xff\xfe\n3,4,b", "names:", "names:,", "1,2,a:b;names:c", "\"\"\"", "1,2,NaN", "1,2,=", ":", "=:,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		marks, names, err := jobs.ReadTable(text)
		if err != nil {
			return
		}
		if len(names) > jobs.MaxClasses {
			t.Fatalf("%q has %d names", text, len(names))
		}
		for _, m := range marks {
			if m.Class < 0 || m.Class >= jobs.MaxClasses {
				t.Fatalf("%q has class %d", text, m.Class)
			}
		}
		short := jobs.WriteTable(marks, names)
		marks, names, err = jobs.ReadTable(short)
		if again := jobs.WriteTable(marks, names); err != nil || again != short {
			t.Errorf("%q became %q, then %q: %v", text, short, again, err)
		}
	})
}
