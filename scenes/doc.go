// Package scenes is the catalogue of the theatre. A scene is a folder named by
// its ID, and one line in [All]; the map of the course is in home.
//
// The folders that are no scenes, from what stands highest to what all stand on:
//
//	steps    training as a timeline: played, step by step, part by part, back
//	labs     several laboratories in one scene, under one choice
//	substep  one step of learning taken apart: forward, loss, gradient, update
//	stage    the theatre around the scenes; stage/stagetest is one without a display
//	inspect  where a number came from, term by term, with the engine's own code
//	plot     pictures of numbers: heat maps, curves, bars, graphs
//	ui       the widgets, each mirrored as a real element of the page
//	prose    text whose phrases point at things on stage
//	theme    colours and type, light and dark
//	paint    shapes, text and icons, drawn with one shader call
//	formula  what is wrong with a typed expression, in both languages
//	edits    points moved and added by hand, as a link carries them
//	i18n     text in two languages
//
// home is the map of the course, gallery every widget in every state.
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
