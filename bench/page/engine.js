// The engine on this page: window.engine(file) starts a build of it and returns
// it as a contestant of the driver.
let engineReady;

function enginePeer(file) {
  return {
    async prepare(workload, data) {
      if (!this.offer) {
        const go = new Go();
        const offered = new Promise((resolve) => { engineReady = resolve; });
        const { instance } = await startEngine(go, file);
        go.run(instance);
        this.offer = await offered;
      }
      return this.offer(workload, data);
    },
  };
}

// startEngine links a build that wants the kernels with them, and runs the
// portable one as it is.
async function startEngine(go, file) {
  if (typeof instantiateEngine === 'function' && file !== '/portable.wasm') {
    return instantiateEngine(go, fetch(file));
  }
  return WebAssembly.instantiateStreaming(fetch(file), go.importObject);
}
