package engine_test

// seqOps runs the recurrent layers, attention and the blocks made of them.
var seqOps = map[string]runner{}
