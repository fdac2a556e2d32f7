'use strict';
// Trains beside the page: runs worker.wasm, the engine without the theatre, and
// passes messages between it and the page. A string is a command, and so is
// { command, saved }, with the bytes of a saved run; a buffer from the page is
// leave to send a report, in that buffer if it is large enough; a buffer to the
// page is a report, with its length in the first four bytes; and { workers, always }
// says how many workers there may be. `name` is the hash of the program.
//
// Where there may be two, this one starts a second, its mate, when a batch is
// first cut into halves. That is this script again, named "HASH mate". It is sent
// the compiled program, a string for each run (it answers { opened, text } when
// it is ready for that), and buffers: each is half of a batch with the parameters,
// and comes back as its gradient. A mate ends with the worker that it belongs to.
importScripts('wasm_exec.js', 'wasm/page/kernel.js');

const [version, isMate] = self.name.split(' ');
const fail = (e) => postMessage({ failed: String((e && e.message) || e) });
const waiting = [];
let program = null, turning = false, instance = null, module = null;

// Between two slices of training the messages that have come are taken in
// turn; a timer would wait four milliseconds each time.
const turns = new MessageChannel();
turns.port1.onmessage = turn;
function turn() { program.turn(); }
// next says when the next slice is due: in so many ms, −1 is not before a message.
function next(wait) {
  if (wait > 0) setTimeout(turn, wait);
  else if (wait === 0) turns.port2.postMessage(0);
  else turning = false;
}

function take(data) {
  if (data.workers) { program.workers(data.workers, !!data.always); return; }
  if (typeof data === 'string') program.command(data);
  else if (data.command) program.command(data.command, data.saved);
  else program.buffer(new Uint8Array(data));
  if (!turning) { turning = true; turns.port2.postMessage(0); }
}

// stretches of the program's memory, end to end: a table lists how many there
// are, then where each begins and how long it is.
function* stretches(table) {
  const { buffer } = instance.exports.mem;
  const list = new Uint32Array(buffer, table + 4, 2 * new Uint32Array(buffer, table, 1)[0]);
  for (let i = 0, at = 0; i < list.length; at += list[i + 1], i += 2) yield [new Uint8Array(buffer, list[i], list[i + 1]), at];
}
function gather(table, into) {
  let size = 0;
  for (const [s, at] of stretches(table)) size = at + s.length;
  if (!into || into.byteLength < size) into = new ArrayBuffer(size);
  const to = new Uint8Array(into);
  for (const [s, at] of stretches(table)) to.set(s, at);
  return into;
}
function scatter(table, from) {
  for (const [s, at] of stretches(table)) s.set(new Uint8Array(from, at, s.length));
}

// The worker's side of its mate. One half is under way at a time, in a buffer
// that goes to and fro.
const mate = { worker: null, buffer: null, back: 0, posted: 0, watch: 0 };
const patience = 5000; // ms that a half may take
function start() {
  if (typeof Worker !== 'function') return false;
  try {
    mate.worker = new Worker('worker.js', { name: `${version} mate` });
    mate.worker.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) {
        scatter(mate.back, mate.buffer = data);
        mate.posted = 0;
        program.answered();
      } else if (data.failed) drop();
      else program.opened(data.opened, data.text);
    };
    mate.worker.onerror = (e) => { e.preventDefault(); drop(); };
    mate.worker.postMessage(module);
  } catch {
    return false;
  }
  mate.watch = setInterval(() => { if (mate.posted && performance.now() - mate.posted > patience) drop(); }, 500);
  return true;
}
// drop goes on without the mate.
function drop() {
  clearInterval(mate.watch);
  if (!mate.worker) return;
  mate.worker.onmessage = null;
  mate.worker.onerror = (e) => e.preventDefault(); // what it says when it ends is of no interest any more
  mate.worker.terminate();
  mate.worker = null;
  program.lost();
}
function tell(text) { mate.worker.postMessage(text); }
function post(there, back) {
  const b = gather(there, mate.buffer);
  mate.buffer = null;
  mate.back = back;
  mate.posted = performance.now();
  mate.worker.postMessage(b, [b]);
}

// The mate's side.
function share(data) {
  if (typeof data === 'string') { program.open(data); return; }
  const [slot, examples] = new Uint32Array(data, 0, 2);
  scatter(program.room(slot, examples), data);
  const b = gather(program.compute(slot), data);
  postMessage(b, [b]);
}

let begin;
const begun = new Promise((resolve) => { begin = resolve; });
self.onmessage = ({ data }) => {
  if (data instanceof WebAssembly.Module) begin(data);
  else if (!program) waiting.push(data);
  else (isMate ? share : take)(data);
};

// The program calls this once it is ready.
self.theatreWorker = (offered) => {
  program = offered;
  if (!isMate) postMessage({ ready: true });
  waiting.splice(0).forEach(isMate ? share : take);
  return { next, start, tell, post };
};

// fetched is the program from the site.
async function fetched() {
  const response = await fetch(`worker.wasm?v=${version}`);
  if (!response.ok) throw new Error(`worker.wasm: the server answered ${response.status}`);
  return new Response(response.body, { headers: { 'Content-Type': 'application/wasm' } });
}

(async () => {
  let tail = '';
  const decoder = new TextDecoder();
  globalThis.fs.writeSync = (fd, buf) => { tail = (tail + decoder.decode(buf, { stream: true })).slice(-6000); return buf.length; };
  const go = new Go();
  ({ instance, module } = await theatreKernels.instantiate(go, isMate ? begun : fetched()));
  await go.run(instance);
  const i = tail.search(/^(panic|fatal error|runtime:)/m);
  program = null;
  throw new Error((i >= 0 ? tail.slice(i) : tail).slice(0, 1500).trim() || 'the program ended');
})().catch(fail);
