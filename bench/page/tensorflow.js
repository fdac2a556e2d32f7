// TensorFlow.js on one of its backends.
//
// Its wasm backend has no Conv2DBackpropFilter, without which a convolution
// cannot be trained. The one registered here is made of k×k slices of the padded
// input, each a matrix product with the output gradient; the results table says so.
function tensorflowPeer(backend) {
  return {
    async prepare(workload, data) {
      const build = { 'lenet-train': lenetModel, 'lenet-infer': lenetModel, 'mlp-train': mlpModel }[workload];
      if (!build) return null;
      if (backend === 'wasm') {
        tf.wasm.setWasmPaths('/peers/@tensorflow/tfjs-backend-wasm/dist/');
        registerFilterGradient();
      }
      if (!(await tf.setBackend(backend))) return null;
      await tf.ready();
      const model = build();
      const batch = workload === 'lenet-infer' ? 1 : 32;
      const batches = [];
      for (let i = 0; i + batch <= Math.min(data.count, 32 * batch); i += batch) {
        batches.push({
          x: tf.tensor4d(data.images.slice(i * 784, (i + batch) * 784), [batch, 28, 28, 1]),
          y: tf.oneHot(tf.tensor1d(Array.from(data.labels.slice(i, i + batch)), 'int32'), 10),
        });
      }
      let at = 0, last = null;
      if (workload === 'lenet-infer') {
        return {
          batch,
          async step() {
            await tf.setBackend(backend);
            const out = tf.tidy(() => model(batches[at++ % batches.length].x));
            await out.data();
            out.dispose();
          },
          loss: async () => NaN,
        };
      }
      const optimizer = tf.train.momentum(0.03, 0.9);
      return {
        batch,
        async step() {
          if (tf.getBackend() !== backend) await tf.setBackend(backend);
          const b = batches[at++ % batches.length];
          const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(b.y, model(b.x)), true);
          if (last) last.dispose();
          last = loss;
          if (backend === 'webgl') await loss.data(); // else a slice queues minutes of work for software GL
        },
        async loss() { return last ? (await last.data())[0] : NaN; },
      };
    },
  };
}

function he(shape, fanIn) { return tf.variable(tf.randomUniform(shape, -Math.sqrt(6 / fanIn), Math.sqrt(6 / fanIn), 'float32', 1)); }

function lenetModel() {
  const w1 = he([5, 5, 1, 8], 25), b1 = tf.variable(tf.zeros([8]));
  const w2 = he([5, 5, 8, 16], 200), b2 = tf.variable(tf.zeros([16]));
  const w3 = he([784, 10], 784), b3 = tf.variable(tf.zeros([10]));
  return x => {
    let y = tf.maxPool(tf.relu(tf.add(tf.conv2d(x, w1, 1, 'same'), b1)), 2, 2, 'valid');
    y = tf.maxPool(tf.relu(tf.add(tf.conv2d(y, w2, 1, 'same'), b2)), 2, 2, 'valid');
    return tf.add(tf.matMul(tf.reshape(y, [-1, 784]), w3), b3);
  };
}

function mlpModel() {
  const w1 = he([784, 128], 784), b1 = tf.variable(tf.zeros([128]));
  const w2 = he([128, 64], 128), b2 = tf.variable(tf.zeros([64]));
  const w3 = he([64, 10], 64), b3 = tf.variable(tf.zeros([10]));
  return x => {
    let y = tf.relu(tf.add(tf.matMul(tf.reshape(x, [-1, 784]), w1), b1));
    y = tf.relu(tf.add(tf.matMul(y, w2), b2));
    return tf.add(tf.matMul(y, w3), b3);
  };
}

let filterGradientRegistered = false;

function registerFilterGradient() {
  if (filterGradientRegistered) return;
  filterGradientRegistered = true;
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc({ inputs: { x, dy }, attrs: { strides, pad, filterShape } }) {
      const [kh, kw, inC, outC] = filterShape;
      const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
      const { top, bottom, left, right } = info.padInfo;
      const [n, oh, ow] = dy.shape;
      return tf.tidy(() => {
        const padded = tf.pad(tf.engine().makeTensorFromTensorInfo(x), [[0, 0], [top, bottom], [left, right], [0, 0]]);
        const g = tf.reshape(tf.engine().makeTensorFromTensorInfo(dy), [n * oh * ow, outC]);
        const parts = [];
        for (let u = 0; u < kh; u++) {
          for (let v = 0; v < kw; v++) {
            const patch = tf.reshape(tf.slice(padded, [0, u, v, 0], [n, oh, ow, inC]), [n * oh * ow, inC]);
            parts.push(tf.matMul(patch, g, true, false));
          }
        }
        return tf.reshape(tf.stack(parts), filterShape);
      });
    },
  });
}
