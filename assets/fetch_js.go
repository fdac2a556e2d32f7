package assets

import (
	"fmt"
	"syscall/js"
	"time"
)

// patience is how long a file may take to answer.
const patience = 15 * time.Second

func (l *Loading) begin() {
	var got, read, failed js.Func
	release := func() { got.Release(); read.Release(); failed.Release() }
	fail := func(why string) { l.end(nil, fmt.Errorf("%s could not be loaded: %s", l.name, why)) }
	timer := time.AfterFunc(patience, func() { fail("no answer in " + patience.String()) })
	done := func() { timer.Stop(); time.AfterFunc(time.Second, release) }
	failed = js.FuncOf(func(_ js.Value, args []js.Value) any {
		fail(args[0].Get("message").String())
		done()
		return nil
	})
	read = js.FuncOf(func(_ js.Value, args []js.Value) any {
		bytes := js.Global().Get("Uint8Array").New(args[0])
		data := make([]byte, bytes.Length())
		js.CopyBytesToGo(data, bytes)
		l.end(data, nil)
		done()
		return nil
	})
	got = js.FuncOf(func(_ js.Value, args []js.Value) any {
		if !args[0].Get("ok").Bool() {
			fail(fmt.Sprintf("the server answered %d", args[0].Get("status").Int()))
			done()
			return nil
		}
		return args[0].Call("arrayBuffer").Call("then", read, failed)
	})
	js.Global().Call("fetch", "assets/"+l.name).Call("then", got, failed)
}
