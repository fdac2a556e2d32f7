package site

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// start runs Serve on a free port; stop tells it to end and returns its error.
func start(t *testing.T, h http.Handler) (net.Listener, func() error) {
	t.Helper()
	l, err := Listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, h) }()
	return l, func() error { cancel(); return <-done }
}

func TestStopLetsDownloadsFinish(t *testing.T) {
	dir, h := testSite(t)
	big := bytes.Repeat([]byte("0123456789abcdef"), 60<<20/16)
	if err := os.WriteFile(filepath.Join(dir, "big.bin"), big, 0o644); err != nil {
		t.Fatal(err)
	}
	l, stop := start(t, h)
	resp, err := http.Get(URL(l) + "big.bin")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.CopyN(io.Discard, resp.Body, 1<<20); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- stop() }()
	for { // the listener closes at once, the download goes on
		conn, err := net.DialTimeout("tcp", l.Addr().String(), time.Second)
		if err != nil {
			break
		}
		conn.Close()
	}
	n, err := io.Copy(io.Discard, resp.Body)
	if err != nil || n != int64(len(big))-1<<20 {
		t.Errorf("after the stop %d bytes came, %v", n, err)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

func TestListen(t *testing.T) {
	first, err := Listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	addr := first.Addr().String()
	if l, err := Listen(addr, false); err == nil {
		l.Close()
		t.Error("a chosen port in use was not refused")
	}
	l, err := Listen(addr, true)
	if err != nil {
		t.Fatal("no other port was taken:", err)
	}
	defer l.Close()
	if host, _, _ := net.SplitHostPort(l.Addr().String()); host != "127.0.0.1" {
		t.Errorf("fell back to %s", l.Addr())
	}
	if !strings.HasPrefix(URL(l), "http://127.0.0.1:") {
		t.Errorf("URL %s", URL(l))
	}
}

// TestHalfARequest: who says half of what he wants and then nothing is dropped.
func TestHalfARequest(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for ten seconds")
	}
	t.Parallel()
	_, h := testSite(t)
	l, stop := start(t, h)
	defer stop()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: loc")
	conn.SetReadDeadline(time.Now().Add(30 * time.Second))
	if _, err := io.Copy(io.Discard, conn); err != nil {
		t.Errorf("after 30 seconds the server still waits: %v", err)
	}
}
