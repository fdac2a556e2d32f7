package job

import "gradtheatre/engine/tensor"

// Kind is what a command asks for.
type Kind string

// The commands.
const (
	Start   Kind = "start"   // a new run by Spec, at step 0 and paused, in place of From
	Fork    Kind = "fork"    // a new run that stands where From does and shares its past
	End     Kind = "end"     // of the run: it is forgotten
	Play    Kind = "play"    // go on to step To, or for ever if it is negative
	Pause   Kind = "pause"   // stand where it is
	Step    Kind = "step"    // To steps on from where it is, then pause
	Seek    Kind = "seek"    // go to step To, back or on, then pause
	Change  Kind = "change"  // other settings, from the next step on
	Options Kind = "options" // other examples, from the next step on
	Weights Kind = "weights" // go on from here with these
	Inspect Kind = "inspect" // On: send histograms too
	Save    Kind = "save"    // send all that the run is
)

// Command is what a Runner sends. It is plain data.
type Command struct {
	Kind    Kind              `json:"kind"`
	Run     uint32            `json:"run"` // which run it is for
	Seq     uint32            `json:"seq"` // counts commands
	From    uint32            `json:"from,omitempty"`
	Spec    *Spec             `json:"spec,omitempty"`
	Hyper   *Hyper            `json:"hyper,omitempty"`
	Options map[string]string `json:"options,omitempty"`
	Weights []tensor.Elem     `json:"weights,omitempty"`
	To      int               `json:"to,omitempty"`
	On      bool              `json:"on,omitempty"`
	Saved   []byte            `json:"saved,omitempty"` // of Start: stand where this run stood
	Room    int               `json:"room,omitempty"`  // of Save: bytes for snapshots
}
