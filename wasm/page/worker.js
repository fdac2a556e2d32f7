'use strict';
// Trains beside the page: runs worker.wasm, the engine without the theatre, and
// passes messages between it and the page. A string is a command; a buffer from
// the page is leave to send a report, in that buffer if it is large enough; a
// buffer to the page is a report, with its length in the first four bytes.
// `name` is the hash of the program.
importScripts('wasm_exec.js', 'wasm/page/kernel.js');

const fail = (e) => postMessage({ failed: String((e && e.message) || e) });
const waiting = [];
let program = null, turning = false;

// Between two slices of training the messages that have come are taken in
// turn; a timer would wait four milliseconds each time.
const turns = new MessageChannel();
function turn() {
  const wait = program.turn(); // ms until the next slice; −1: none before a message
  if (wait > 0) setTimeout(turn, wait);
  else if (wait === 0) turns.port2.postMessage(0);
  else turning = false;
}
turns.port1.onmessage = turn;

function take(data) {
  if (typeof data === 'string') program.command(data);
  else program.buffer(new Uint8Array(data));
  if (!turning) { turning = true; turns.port2.postMessage(0); }
}
self.onmessage = (e) => { if (program) take(e.data); else waiting.push(e.data); };

// The program calls this once it is ready.
self.theatreWorker = (offered) => {
  program = offered;
  postMessage({ ready: true });
  waiting.splice(0).forEach(take);
};

(async () => {
  let tail = '';
  const decoder = new TextDecoder();
  globalThis.fs.writeSync = (fd, buf) => { tail = (tail + decoder.decode(buf, { stream: true })).slice(-6000); return buf.length; };
  const response = await fetch(`worker.wasm?v=${self.name}`);
  if (!response.ok) throw new Error(`worker.wasm: the server answered ${response.status}`);
  const go = new Go();
  const { instance } = await theatreKernels.instantiate(go, new Response(response.body, { headers: { 'Content-Type': 'application/wasm' } }));
  await go.run(instance);
  const i = tail.search(/^(panic|fatal error|runtime:)/m);
  throw new Error((i >= 0 ? tail.slice(i) : tail).slice(0, 1500).trim() || 'the program ended');
})().catch(fail);
