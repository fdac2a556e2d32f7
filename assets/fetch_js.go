package assets

import (
	"fmt"
	"syscall/js"
	"time"
)

// patience is how long a file may send nothing.
const patience = 15 * time.Second

func (l *Loading) begin() {
	var got, read, failed js.Func
	var reader js.Value
	var data []byte
	fail := func(why string) { l.end(nil, fmt.Errorf("%s could not be loaded: %s", l.name, why)) }
	control := js.Global().Get("AbortController").New()
	timer := time.AfterFunc(patience, func() {
		fail("nothing arrived for " + patience.String())
		control.Call("abort")
	})
	done := func() {
		timer.Stop()
		time.AfterFunc(time.Second, func() { got.Release(); read.Release(); failed.Release() })
	}
	failed = js.FuncOf(func(_ js.Value, args []js.Value) any {
		fail(args[0].Get("message").String())
		done()
		return nil
	})
	next := func() { reader.Call("read").Call("then", read, failed) }
	read = js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].Get("done").Bool() {
			l.end(data, nil)
			done()
			return nil
		}
		timer.Reset(patience)
		part := args[0].Get("value")
		at := len(data)
		data = append(data, make([]byte, part.Length())...)
		js.CopyBytesToGo(data[at:], part)
		next()
		return nil
	})
	got = js.FuncOf(func(_ js.Value, args []js.Value) any {
		if !args[0].Get("ok").Bool() {
			fail(fmt.Sprintf("the server answered %d", args[0].Get("status").Int()))
			done()
			return nil
		}
		timer.Reset(patience)
		reader = args[0].Get("body").Call("getReader")
		next()
		return nil
	})
	js.Global().Call("fetch", "assets/"+l.name, map[string]any{"signal": control.Get("signal")}).Call("then", got, failed)
}
