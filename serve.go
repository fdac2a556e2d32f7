// Gradient Theatre: `go run .` builds the page, serves it on this machine and
// opens it in the browser. `go run . -out DIR` writes it as a static site that
// any web host can serve under any path. `go run ./wasm` opens the same
// program as a desktop app.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"

	"gradtheatre/wasm/site"
)

const defaultAddr = "127.0.0.1:8080"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gradtheatre:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("go run .", flag.ContinueOnError)
	addr := flags.String("addr", defaultAddr, "`host:port` to serve on; without this flag a free port is taken when the default one is in use")
	open := flags.Bool("open", true, "open the page in the browser")
	export := flags.String("out", "", "write the static site into `DIR` instead of serving it")
	dir := flags.String("dir", "", "serve the finished site in `DIR` instead of building it")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q; the flags are -addr, -open, -out and -dir", flags.Arg(0))
	}
	chosen := false
	flags.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "addr" })
	opt := site.Options{Root: ".", Log: out}
	if *export != "" {
		if err := site.Export(ctx, opt, *export); err != nil {
			return err
		}
		fmt.Fprintf(out, "the site is in %s: put its files on any web host\n", *export)
		return nil
	}
	// The port is taken before the build, so that a busy one is told at once.
	l, err := site.Listen(*addr, !chosen)
	if err != nil {
		return fmt.Errorf("cannot serve on %s: %w", *addr, err)
	}
	defer l.Close()
	if *dir == "" {
		if *dir, err = site.Build(ctx, opt); err != nil {
			return err
		}
	}
	root, err := os.OpenRoot(*dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if _, err := root.Stat("index.html"); err != nil {
		return fmt.Errorf("%s is not a built site: %w", *dir, err)
	}
	url, far := site.URL(l), site.NetworkURL(l)
	fmt.Fprintf(out, "Gradient Theatre · 梯度剧场: %s  (Ctrl-C stops)\n", url)
	if far != "" && far != url {
		fmt.Fprintf(out, "in the same network · 同一个网络里: %s\n", far)
	}
	if *open {
		site.Open(url) // where there is none, the line above is enough
	}
	host, _, _ := net.SplitHostPort(*addr)
	return site.Serve(ctx, l, site.WithAddress(site.Handler(root, host), far))
}
