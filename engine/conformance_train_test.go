package engine_test

// trainOps runs optimizers, schedules, initialisers and whole training runs.
var trainOps = map[string]runner{}
