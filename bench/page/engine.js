// The engine on this page, as a contestant of the driver: a build of it, with
// kernels up to a level (0 its own loops, 1 SIMD128, 2 relaxed SIMD).
let engineReady;

function enginePeer(file, level) {
  return {
    async prepare(workload, data) {
      if (!this.offer) {
        const go = new Go();
        const offered = new Promise((resolve) => { engineReady = resolve; });
        const { instance } = level
          ? await theatreKernels.instantiate(go, fetch(file), level)
          : await WebAssembly.instantiateStreaming(fetch(file), go.importObject);
        go.run(instance);
        this.offer = await offered;
      }
      return this.offer(workload, data);
    },
  };
}
