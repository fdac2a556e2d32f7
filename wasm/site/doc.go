// Package site makes and serves the website of the theatre.
//
// A site is a folder of plain files that any web host can serve under any
// path: index.html, the page's scripts, the compiled program, the licences of
// all that is in it and, beside each file that shrinks, its brotli (.br) and
// gzip (.gz) form. [Build] makes the
// folder from the sources and keeps it until a source changes, [Export] copies
// it out with the best compression, [Handler] serves such a folder and [Serve]
// runs the server until it is told to stop.
package site
