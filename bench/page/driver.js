// The driver runs one contestant at a time for a slice of time and counts.
//
// A contestant is { prepare(workload, data) → run }, where run.step() does one
// training step (or one inference) and run.loss() settles what was started and
// returns the last loss, NaN where there is none. Contestants see the same
// images in the same order; the runner outside interleaves their slices.
window.contestants = {
  'engine': enginePeer('/engine.wasm', 2),
  'engine, SIMD128': enginePeer('/engine.wasm', 1),
  'engine, before': enginePeer('/before.wasm', 2, '/before.js'),
  'portable Go': enginePeer('/portable.wasm', 0),
  'register-only loop': { prepare: () => contestants.engine.prepare('peak') },
  'convnetjs': convnetjsPeer,
  'tfjs-cpu': tensorflowPeer('cpu'),
  'tfjs-wasm': tensorflowPeer('wasm'),
  'tfjs-webgl': tensorflowPeer('webgl'),
  'onnxruntime-web-1': onnxPeer(1),
  'onnxruntime-web-2': onnxPeer(2),
  'playground-js': playgroundPeer,
};

const runs = new Map();
let data = null;

async function loadData() {
  if (data) return data;
  const buffer = await (await fetch('/digits.bin')).arrayBuffer();
  const count = new DataView(buffer).getUint32(0, true);
  data = {
    count,
    images: new Float32Array(buffer, 4, count * 784),
    labels: new Uint8Array(buffer, 4 + count * 784 * 4, count),
  };
  return data;
}

window.bench = {
  // prepare builds the contestant's network and runs it warm.
  async prepare(name, workload) {
    const run = await contestants[name].prepare(workload, await loadData());
    if (!run) return false;
    for (let i = 0; i < 3 && run.step; i++) await run.step();
    const first = await run.loss();
    runs.set(name + '/' + workload, { run, first });
    return true;
  },
  // reach trains digits from scratch to the wanted accuracy and says how long that took.
  async reach(seed, wanted) {
    const file = async (name) => new Uint8Array(await (await fetch(`/digits/ocvdigits-${name}.gz`)).arrayBuffer());
    const files = await Promise.all(['train4k-images.idx3', 'train4k-labels.idx1', 'test1k-images.idx3', 'test1k-labels.idx1'].map(file));
    const reached = (await contestants.engine.offers()).reach(seed, wanted, ...files);
    if (reached.error) throw new Error(reached.error);
    return reached;
  },
  // slice runs it for about ms milliseconds and says how much it did.
  async slice(name, workload, ms) {
    const { run, first } = runs.get(name + '/' + workload);
    if (run.rate) return { steps: 1, ms: 1000, samples: run.rate(ms), first: null, last: null };
    await run.loss();
    const start = performance.now();
    let steps = 0, now = start;
    if (run.steps) { // loops by itself, as it does in the theatre
      steps = run.steps(ms);
      now = start + ms;
    }
    while (now - start < ms) {
      await run.step();
      steps++;
      now = performance.now();
    }
    const last = await run.loss();
    const spent = performance.now() - start;
    return { steps, ms: spent, samples: steps * run.batch, first: finite(first), last: finite(last) };
  },
};

function finite(x) { return Number.isFinite(x) ? x : null; }
