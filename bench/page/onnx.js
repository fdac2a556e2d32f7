// onnxruntime-web cannot train; it reads one image with the network that the
// engine exported (/lenet.onnx).
function onnxPeer(threads) {
  return {
    async prepare(workload, data) {
      if (workload !== 'lenet-infer') return null;
      ort.env.wasm.wasmPaths = '/peers/onnxruntime-web/dist/';
      ort.env.wasm.numThreads = threads;
      const session = await ort.InferenceSession.create('/lenet.onnx', { executionProviders: ['wasm'] });
      const name = session.inputNames[0];
      let at = 0;
      return {
        batch: 1,
        async step() {
          const i = at++ % data.count;
          const x = new ort.Tensor('float32', data.images.subarray(i * 784, (i + 1) * 784), [1, 1, 28, 28]);
          await session.run({ [name]: x });
        },
        loss: async () => NaN,
      };
    },
  };
}
