//go:build !js

package e2e

import (
	"fmt"
	"testing"
	"time"
)

// sheet is all that is to be seen of networks that learn side by side: where they
// stand, what was measured of each, the curves and the weights that leave as files.
const sheet = `(async () => {
	const frames = (n) => new Promise((done) => { const f = () => n-- > 0 ? requestAnimationFrame(f) : done(); f(); });
	await frames(3);
	const save = theatrePage.save, files = [];
	for (const kind of ['safetensors', 'csv']) {
		let bytes = null;
		theatrePage.save = (_, __, b) => { bytes = b; };
		try { await theatre.export(kind); } catch { continue; } // not each has both
		const hash = bytes && [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((b) => b.toString(16).padStart(2, '0')).join('').slice(0, 16);
		files.push(kind + ' ' + hash);
	}
	theatrePage.save = save;
	const { scene, step, branches, parameters, metrics, error } = theatre.state();
	return JSON.stringify([scene, step, branches, parameters, metrics, error, files], null, 1);
})()`

// TestTeamsSurvive trains networks side by side, changes one thing, trains on and
// reloads the page: all of them stand where they stood, with what was found out
// before. Then it reloads while they learn: they go on from where they were seen,
// all at one step.
func TestTeamsSurvive(t *testing.T) {
	for name, c := range map[string]struct {
		at     string
		change []any
		n      int
	}{
		"overfit": {"#/overfit?view=network", []any{"dropout", 0.3}, 12},
		"setup":   {"#/setup", []any{"learning_rate", 0.1}, 30},
		"race":    {"#/depth?view=race", []any{"layers", 4}, 40},
		"ladder":  {"#/depth?view=layers", []any{"layers_activation", "relu"}, 40},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, c.at)
			step := `theatre.state().step`
			train := func(n int) {
				t.Helper()
				from := eval[int](p, step)
				p.call("play")
				p.until(fmt.Sprintf("%s >= %d", step, from+n), 60*time.Second)
				p.call("pause")
				p.stands()
			}
			train(c.n)
			p.call("set", c.change...)
			train(c.n)
			p.kept()
			want := eval[string](p, sheet)
			p.reload()
			p.untilIs(sheet, want, "after a reload")
			t.Logf("back after %.0f ms, ready after %.0f", eval[float64](p, "performance.now()"), eval[float64](p, "performance.getEntriesByName('theatre-ready')[0].startTime"))
			p.call("play")
			for _, wait := range []time.Duration{1500, 300, 900} {
				time.Sleep(wait * time.Millisecond)
				seen := eval[int](p, step)
				p.reload()
				p.until(fmt.Sprintf("%s >= %d", step, seen), 20*time.Second)
				p.stands()
				t.Logf("seen at %d, back at %d", seen, eval[int](p, step))
				p.call("play")
			}
		})
	}
}

// stands waits until the networks have come to stand: all is done that was asked
// for, and no step comes after it.
func (p *page) stands() {
	p.t.Helper()
	for end, at := time.Now().Add(20*time.Second), -1; time.Now().Before(end); time.Sleep(250 * time.Millisecond) {
		was := at
		p.settle()
		if at = p.state().Step; at == was {
			return
		}
	}
	p.t.Fatal("the networks do not come to stand")
}
