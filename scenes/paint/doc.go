// Package paint is the pencil box: shapes, text, numbers, icons and pictures,
// recorded into one list of triangles and drawn with one shader call.
//
// All lengths are CSS pixels and grow with the screen's density; order is
// kept. Recording needs no display, so what a scene draws can be tested
// anywhere; [Canvas.Render] is the only thing that touches the graphics card.
//
// Rounded boxes, lines and circles are signed distances, computed for each
// pixel by the shader; letters are masks in an atlas, set at a quarter of a
// pixel, drawn by the same call. A frame whose letters have been seen before
// allocates nothing.
package paint
