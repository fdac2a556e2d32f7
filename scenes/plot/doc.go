// Package plot draws numbers that the engine recorded: heat maps, matrices,
// curves, bars, and the nodes and edges of a graph.
//
// It computes none of them. It takes values as package trace holds them,
// float64 in row-major order, and knows only how to place and colour them:
// orange for negative, grey for zero, blue for positive, hatched for what is
// not a number. Figures are told their values in Update and only read in Draw.
package plot
