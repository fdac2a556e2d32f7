// The engine on this page, as a contestant of the driver: a build of it, with
// kernels up to a level (0 its own loops, 1 SIMD128, 2 relaxed SIMD). A build of
// another commit brings a script with kernels of its own.
function enginePeer(file, level, script) {
  let offered; // what the program offers: { prepare, reach }
  return {
    offers() {
      return offered ??= new Promise((resolve, reject) => {
        (async () => {
          const go = new Go(), kernels = script ? await kernelsOf(script) : globalThis.theatreKernels;
          const { instance } = level
            ? await kernels.instantiate(go, fetch(file), level)
            : await WebAssembly.instantiateStreaming(fetch(file), go.importObject);
          globalThis.engineReady = resolve; // the program calls it before it first waits
          go.run(instance).then(() => reject(new Error('the program ended')), reject);
        })().catch(reject);
      });
    },
    async prepare(workload, data) { return (await this.offers()).prepare(workload, data); },
  };
}

// kernelsOf loads the kernels of another commit beside those of the page.
async function kernelsOf(script) {
  const ours = globalThis.theatreKernels;
  await new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement('script'), { src: script, onload: resolve, onerror: reject }));
  });
  const theirs = globalThis.theatreKernels;
  globalThis.theatreKernels = ours;
  return theirs;
}
