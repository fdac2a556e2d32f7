// Package e2e holds the lessons that are played in a real browser: the site is
// built and served as `go run .` does it, Chromium opens it, and what happens
// is read from window.theatre, as a program or a screen reader would.
//
// The tests skip, with the reason, where there is no Chromium.
package e2e
