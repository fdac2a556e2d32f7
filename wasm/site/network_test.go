package site

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestNetworkURL(t *testing.T) {
	for listen, far := range map[string]bool{"127.0.0.1:0": false, "0.0.0.0:0": true} {
		l, err := net.Listen("tcp", listen)
		if err != nil {
			t.Fatal(err)
		}
		url := NetworkURL(l)
		l.Close()
		_, port, _ := net.SplitHostPort(l.Addr().String())
		switch {
		case !far && url != "":
			t.Errorf("%s is served to this machine alone; others find it at %s", listen, url)
		case url != "" && (strings.Contains(url, "127.0.0.1") || !strings.HasSuffix(url, ":"+port+"/")):
			t.Errorf("%s is found at %s", listen, url)
		}
	}
}

func TestReachable(t *testing.T) {
	for list, want := range map[string]string{
		"127.0.0.1/8 ::1/128":                                        "",
		"127.0.0.1/8 fe80::1/64":                                     "",
		"127.0.0.1/8 2001:db8::7/64 203.0.113.9/24":                  "203.0.113.9",
		"127.0.0.1/8 2001:db8::7/64":                                 "2001:db8::7",
		"203.0.113.9/24 192.168.1.5/24 10.0.0.3/8 nonsense":          "192.168.1.5",
		"169.254.3.4/16 172.17.0.1/16 ::1/128 fe80::2/64 10.1.2.3/8": "172.17.0.1",
	} {
		var all []net.Addr
		for a := range strings.FieldsSeq(list) {
			all = append(all, addr(a))
		}
		got := reachable(all)
		if s := strings.TrimPrefix(got.String(), "invalid IP"); s != want {
			t.Errorf("of %s: %q, want %q", list, s, want)
		}
	}
}

// addr is an address of an interface as the system writes it.
type addr string

func (addr) Network() string  { return "ip+net" }
func (a addr) String() string { return string(a) }

func TestWithAddress(t *testing.T) {
	plain := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	for _, address := range []string{"", "http://10.0.0.3:8080/"} {
		w := httptest.NewRecorder()
		WithAddress(plain, address).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		if got := w.Header().Get(AddressHeader); got != address || w.Code != http.StatusNoContent {
			t.Errorf("%q is told as %q, code %d", address, got, w.Code)
		}
	}
}
