// The engine on this page, as a contestant of the driver: a build of it, with
// kernels up to a level (0 its own loops, 1 SIMD128, 2 relaxed SIMD).
function enginePeer(file, level) {
  let offered; // what the program offers: { prepare, reach }
  return {
    offers() {
      return offered ??= new Promise((resolve, reject) => {
        (async () => {
          const go = new Go();
          const { instance } = level
            ? await theatreKernels.instantiate(go, fetch(file), level)
            : await WebAssembly.instantiateStreaming(fetch(file), go.importObject);
          globalThis.engineReady = resolve; // the program calls it before it first waits
          go.run(instance).then(() => reject(new Error('the program ended')), reject);
        })().catch(reject);
      });
    },
    async prepare(workload, data) { return (await this.offers()).prepare(workload, data); },
  };
}
