'use strict';
// Runs a js/wasm program under Node with its kernels:
//
//   GOOS=js GOARCH=wasm go test -tags simd -exec "node $PWD/engine/tensor/internal/kernel/simd/exec.js" ./engine/tensor/...
//
// Node before 24 needs --experimental-wasm-relaxed-simd for relaxed SIMD. KERNELS=0 or 1
// stops at the program's own loops or at SIMD128.
const path = require('path');
globalThis.require = require;
globalThis.fs = require('fs');
globalThis.path = path;
globalThis.crypto ??= require('crypto').webcrypto; // Node 18 has it, but not here
const root = require('child_process').execSync('go env GOROOT', { env: { ...process.env, GOOS: '', GOARCH: '' } }).toString().trim();
require(path.join(root, 'lib', 'wasm', 'wasm_exec.js'));
require(path.join(__dirname, '..', '..', '..', '..', '..', 'wasm', 'page', 'kernel.js'));

const go = new Go();
go.argv = process.argv.slice(2);
// Go keeps arguments and environment in its first 8 KB.
go.env = { TMPDIR: require('os').tmpdir(), HOME: process.env.HOME || '', PWD: process.env.PWD || '', CONFORMANCE: process.env.CONFORMANCE || '' };
go.exit = process.exit;
theatreKernels.instantiate(go, fs.readFileSync(process.argv[2]), process.env.KERNELS ? Number(process.env.KERNELS) : 2).then(({ instance }) => {
  process.on('exit', (code) => {
    if (code === 0 && !go.exited) { // deadlock: let Go print its goroutines
      go._pendingEvent = { id: 0 };
      go._resume();
    }
  });
  return go.run(instance);
}).catch((err) => {
  console.error(err);
  process.exit(1);
});
