package engine_test

// normOps runs batch, layer and group norm, dropout and embedding.
var normOps = map[string]runner{}
