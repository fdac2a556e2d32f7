package site

import (
	"net"
	"net/http"
	"net/netip"
)

// AddressHeader tells the page, which may have been opened at localhost, where
// other machines find it.
const AddressHeader = "Theatre-Address"

// NetworkURL is the address at which other machines in the same network find a
// listener, "" where they cannot.
func NetworkURL(l net.Listener) string {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return ""
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case err != nil || ip.IsLoopback():
		return ""
	case ip.IsUnspecified():
		all, err := net.InterfaceAddrs()
		if err != nil {
			return ""
		}
		if ip = reachable(all); !ip.IsValid() {
			return ""
		}
	}
	return "http://" + net.JoinHostPort(ip.String(), port) + "/"
}

// reachable picks the address that machines nearby are most likely to have in
// common: a private one of version 4 before any other.
func reachable(all []net.Addr) (best netip.Addr) {
	rank := func(ip netip.Addr) int {
		switch {
		case !ip.IsValid() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.IsMulticast():
			return 0
		case ip.Is4() && ip.IsPrivate():
			return 3
		case ip.Is4():
			return 2
		}
		return 1
	}
	for _, a := range all {
		p, err := netip.ParsePrefix(a.String())
		if err != nil {
			continue
		}
		if ip := p.Addr().Unmap(); rank(ip) > rank(best) {
			best = ip
		}
	}
	return best
}

// WithAddress adds the address to every answer of h; "" leaves h as it is.
func WithAddress(h http.Handler, address string) http.Handler {
	if address == "" {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(AddressHeader, address)
		h.ServeHTTP(w, r)
	})
}
