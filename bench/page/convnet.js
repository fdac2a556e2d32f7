// ConvNetJS trains one image at a time and applies the mean gradient of a batch.
const convnetjsPeer = {
  async prepare(workload, data) {
    const layers = {
      'lenet-train': lenetLayers, 'lenet-infer': lenetLayers, 'mlp-train': mlpLayers,
    }[workload];
    if (!layers) return null;
    const net = new convnetjs.Net();
    net.makeLayers(layers());
    const trainer = new convnetjs.SGDTrainer(net, { learning_rate: 0.03, momentum: 0.9, batch_size: 32, l2_decay: 0 });
    const volumes = [];
    for (let i = 0; i < data.count; i++) {
      const v = new convnetjs.Vol(28, 28, 1, 0);
      for (let p = 0; p < 784; p++) v.w[p] = data.images[i * 784 + p];
      volumes.push(v);
    }
    let at = 0, loss = NaN;
    if (workload === 'lenet-infer') {
      return { batch: 1, step() { net.forward(volumes[at++ % data.count]); }, loss: () => NaN };
    }
    return {
      batch: 32,
      step() {
        let sum = 0;
        for (let k = 0; k < 32; k++, at++) {
          sum += trainer.train(volumes[at % data.count], data.labels[at % data.count]).loss;
        }
        loss = sum / 32;
      },
      loss: () => loss,
    };
  },
};

function lenetLayers() {
  return [
    { type: 'input', out_sx: 28, out_sy: 28, out_depth: 1 },
    { type: 'conv', sx: 5, filters: 8, stride: 1, pad: 2, activation: 'relu' },
    { type: 'pool', sx: 2, stride: 2 },
    { type: 'conv', sx: 5, filters: 16, stride: 1, pad: 2, activation: 'relu' },
    { type: 'pool', sx: 2, stride: 2 },
    { type: 'softmax', num_classes: 10 },
  ];
}

function mlpLayers() {
  return [
    { type: 'input', out_sx: 28, out_sy: 28, out_depth: 1 },
    { type: 'fc', num_neurons: 128, activation: 'relu' },
    { type: 'fc', num_neurons: 64, activation: 'relu' },
    { type: 'softmax', num_classes: 10 },
  ];
}
