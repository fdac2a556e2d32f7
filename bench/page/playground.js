// A network of node and link objects, trained one sample at a time with the
// gradients of a batch added up, as the description of TensorFlow Playground's
// own engine has it: 2-8-8-1, tanh, squared error, batch 10.
const playgroundPeer = {
  async prepare(workload) {
    if (workload !== 'playground') return null;
    const net = buildNetwork([2, 8, 8, 1]);
    const points = twoGaussians(500);
    let at = 0, loss = NaN;
    return {
      batch: 10,
      step() {
        let sum = 0;
        for (let k = 0; k < 10; k++, at++) {
          const p = points[at % points.length];
          const out = forward(net, p.x);
          sum += 0.5 * (out - p.label) ** 2;
          backward(net, p.label);
        }
        update(net, 0.03);
        loss = sum / 10;
      },
      loss: () => loss,
    };
  },
};

function buildNetwork(sizes) {
  const random = mulberry(1);
  const layers = sizes.map((n, l) => Array.from({ length: n }, () => ({
    inputs: [], outputs: [], bias: l ? 0.1 : 0, total: 0, output: 0, dOut: 0, dIn: 0, sumDIn: 0, count: 0,
    tanh: l > 0,
  })));
  for (let l = 1; l < layers.length; l++) {
    for (const to of layers[l]) {
      for (const from of layers[l - 1]) {
        const link = { from, to, weight: random() - 0.5, sum: 0, count: 0 };
        from.outputs.push(link);
        to.inputs.push(link);
      }
    }
  }
  return layers;
}

function forward(layers, x) {
  layers[0].forEach((node, i) => { node.output = x[i]; });
  for (let l = 1; l < layers.length; l++) {
    for (const node of layers[l]) {
      node.total = node.bias;
      for (const link of node.inputs) node.total += link.weight * link.from.output;
      node.output = Math.tanh(node.total);
    }
  }
  return layers[layers.length - 1][0].output;
}

function backward(layers, target) {
  const out = layers[layers.length - 1][0];
  out.dOut = out.output - target;
  for (let l = layers.length - 1; l >= 1; l--) {
    for (const node of layers[l]) {
      node.dIn = node.dOut * (1 - node.output * node.output);
      node.sumDIn += node.dIn;
      node.count++;
      for (const link of node.inputs) {
        link.sum += node.dIn * link.from.output;
        link.count++;
      }
    }
    if (l === 1) break;
    for (const node of layers[l - 1]) {
      node.dOut = 0;
      for (const link of node.outputs) node.dOut += link.weight * link.to.dIn;
    }
  }
}

function update(layers, rate) {
  for (let l = 1; l < layers.length; l++) {
    for (const node of layers[l]) {
      node.bias -= rate * node.sumDIn / node.count;
      node.sumDIn = node.count = 0;
      for (const link of node.inputs) {
        link.weight -= rate * link.sum / link.count;
        link.sum = link.count = 0;
      }
    }
  }
}

function twoGaussians(n) {
  const random = mulberry(2);
  const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: n }, (_, i) => {
    const label = i % 2 ? 1 : -1;
    return { x: [2 * label + 0.7 * normal(), 2 * label + 0.7 * normal()], label };
  });
}

function mulberry(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
