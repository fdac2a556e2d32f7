package main

import (
	"fmt"
	"syscall/js"
)

// largestFile is how many bytes of a visitor's file are read.
const largestFile = 4 << 20

// open lets the visitor choose a file, and hands over what is in it.
func (p *page) open(accept string, got func(name string, data []byte, err error)) {
	input := p.document.Call("createElement", "input")
	input.Set("type", "file")
	input.Set("accept", accept)
	var chosen, read, failed js.Func
	release := func() { chosen.Release(); read.Release(); failed.Release() }
	name := ""
	read = p.locked(func(a []js.Value) any {
		defer release()
		bytes := js.Global().Get("Uint8Array").New(a[0])
		data := make([]byte, bytes.Get("length").Int())
		js.CopyBytesToGo(data, bytes)
		got(name, data, nil)
		return nil
	})
	failed = p.locked(func(a []js.Value) any {
		defer release()
		got(name, nil, fmt.Errorf("%s could not be read", name))
		return nil
	})
	chosen = p.locked(func([]js.Value) any {
		file := input.Get("files").Index(0)
		switch {
		case !file.Truthy():
			release()
		case file.Get("size").Float() > largestFile:
			defer release()
			got(name, nil, fmt.Errorf("%s is larger than %d MB", file.Get("name").String(), largestFile>>20))
		default:
			name = file.Get("name").String()
			file.Call("arrayBuffer").Call("then", read, failed)
		}
		return nil
	})
	input.Call("addEventListener", "change", chosen)
	input.Call("click")
}
