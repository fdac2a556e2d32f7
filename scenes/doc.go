// Package scenes is the catalogue of the theatre. A scene is a folder named by
// its ID, and one line in [All]; the map of the course is in home.
//
// Imports run one way, and a test keeps it so: the app imports scenes, scenes
// imports each scene, a scene imports stage, ui, plot and the engine. Scenes
// never import each other. Drawing code (ui, plot, paint) may read engine/trace
// and nothing else of the engine: what is on screen was recorded, never
// computed for the picture.
//
// The stage owns the frame (top bar, rail, controls, transport), the input and
// the clock. A scene decides in Update, which needs no display, and paints in
// Draw, which changes nothing.
package scenes
