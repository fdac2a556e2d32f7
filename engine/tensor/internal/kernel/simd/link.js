'use strict';
// Links the kernels of kernels.c with a Go program built with -tags simd, in a
// page, in a worker or in Node:
//
//   const { instance } = await theatreKernels.instantiate(go, fetch('app.wasm'));
//   go.run(instance);
//
// The kernels work on the memory of the Go program and so can only be made
// after it, while the program wants its imports when it is made. Between them
// stands a table: a small module, written here, whose functions each call one
// entry of it. Where the browser has no SIMD the table stays empty, the import
// `level` says 0, and the program uses its own loops.
globalThis.theatreKernels = (() => {
  const code = { simd: '@simd@', relaxed: '@relaxed@' };
  const decode = (text) => {
    const s = atob(text), b = new Uint8Array(s.length);
    for (let i = 0; i < s.length; i++) b[i] = s.charCodeAt(i);
    return b;
  };

  // functions lists the exported functions of a module and their types.
  function functions(b) {
    let at = 8;
    const number = () => { let n = 0, shift = 0, x; do { x = b[at++]; n |= (x & 127) << shift; shift += 7; } while (x & 128); return n; };
    const list = (item) => Array.from({ length: number() }, item);
    const bytes = () => { const n = number(); at += n; return b.slice(at - n, at); };
    let types, defined, exported;
    while (at < b.length) {
      const id = b[at++], end = number() + at;
      if (id === 1) types = list(() => { at++; return [bytes(), bytes()]; });
      if (id === 3) defined = list(number);
      if (id === 7) exported = list(() => [String.fromCharCode(...bytes()), b[at++], number()]);
      at = end;
    }
    return exported.filter(([, kind]) => kind === 0).map(([name, , i]) => ({ name, type: types[defined[i]] }));
  }

  // table writes the module that stands between: function i passes its
  // arguments on to entry i.
  function table(fs) {
    const number = (n) => { const out = []; do { out.push(n > 127 ? n & 127 | 128 : n); n >>>= 7; } while (n); return out; };
    const list = (items) => [...number(items.length), ...items.flat()];
    const sized = (body) => [...number(body.length), ...body];
    const name = (text) => sized([...text].map((c) => c.charCodeAt(0)));
    const section = (id, body) => [id, ...sized(body)];
    return new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
      ...section(1, list(fs.map(({ type: [params, results] }) => [0x60, ...sized([...params]), ...sized([...results])]))),
      ...section(3, list(fs.map((_, i) => number(i)))),
      ...section(4, list([[0x70, 0, ...number(fs.length)]])),
      ...section(7, list([[...name('table'), 1, 0], ...fs.map((f, i) => [...name(f.name), 0, ...number(i)])])),
      ...section(10, list(fs.map(({ type: [params] }, i) => sized([0,
        ...[...params].flatMap((_, p) => [0x20, ...number(p)]),
        0x41, ...(i < 64 ? [i] : [i & 127 | 128, i >> 7]), 0x11, ...number(i), 0, 0x0b]))))]);
  }

  // prepare compiles the best kernels up to level `most` (0 none, 1 SIMD128,
  // 2 relaxed SIMD). Put `imports` into the program's import object as `k`, and
  // call `attach` with the instance before it runs.
  async function prepare(most = 2) {
    const simd = decode(code.simd), fs = functions(simd);
    const between = (await WebAssembly.instantiate(table(fs))).instance.exports;
    let level = 0, module;
    for (const [l, name] of [[2, 'relaxed'], [1, 'simd']]) {
      const bytes = l <= most && decode(code[name]);
      if (bytes && WebAssembly.validate(bytes)) { level = l; module = await WebAssembly.compile(bytes); break; }
    }
    const imports = { level: () => level };
    for (const f of fs) imports[f.name] = between[f.name];
    return {
      imports,
      get level() { return level; },
      async attach(instance) {
        if (!level) return;
        const kernels = (await WebAssembly.instantiate(module, { env: { memory: instance.exports.mem } })).exports;
        fs.forEach((f, i) => between.table.set(i, kernels[f.name]));
      },
    };
  }

  // instantiate makes the program, from a response, its promise, or a compiled
  // WebAssembly.Module, with its kernels.
  async function instantiate(go, source, most) {
    const compiling = (async () => {
      source = await source;
      if (source instanceof WebAssembly.Module) return source;
      return source instanceof ArrayBuffer || ArrayBuffer.isView(source) ? WebAssembly.compile(source) : WebAssembly.compileStreaming(source);
    })();
    const [module, kernels] = await Promise.all([compiling, prepare(most)]);
    const instance = await WebAssembly.instantiate(module, { ...go.importObject, k: kernels.imports });
    await kernels.attach(instance);
    return { module, instance, level: kernels.level };
  }

  return Object.freeze({ prepare, instantiate });
})();
