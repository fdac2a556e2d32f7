"""The benchmark's workloads in PyTorch: reads {"workload", "seconds"} a line, answers {"samples", "seconds"}."""
import json
import struct
import sys
import time

import torch
from torch import nn

torch.manual_seed(1)
torch.set_num_threads(int(sys.argv[2]))

with open(sys.argv[1], "rb") as f:
    (count,) = struct.unpack("<I", f.read(4))
    images = torch.frombuffer(bytearray(f.read(count * 784 * 4)), dtype=torch.float32).reshape(count, 1, 28, 28)
    labels = torch.frombuffer(bytearray(f.read(count)), dtype=torch.uint8).long()


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(784, 10))


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))


def classifier(model, batch=32):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.03, momentum=0.9)
    at = 0

    def step():
        nonlocal at
        i = at % (count - batch)
        at += batch
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(images[i:i + batch]), labels[i:i + batch])
        loss.backward()
        optimizer.step()
    return batch, step


def inference(model):
    at = 0

    def step():
        nonlocal at
        with torch.no_grad():
            model(images[at % count:at % count + 1])
        at += 1
    return 1, step


def playground(batch=10):
    model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 1), nn.Tanh())
    side = torch.arange(500) % 2 * 2.0 - 1
    points = 2 * side[:, None] + 0.7 * torch.randn(500, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.03)
    at = 0

    def step():
        nonlocal at
        i = at % 500
        at += batch
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(points[i:i + batch]), side[i:i + batch, None])
        loss.backward()
        optimizer.step()
    return batch, step


LENGTH, CHARACTERS = 32, 64


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(CHARACTERS, 32)
        self.lstm = nn.LSTM(32, 64)
        self.out = nn.Linear(64, CHARACTERS)

    def forward(self, x):
        return self.out(self.lstm(self.embed(x))[0])


class Block(nn.Module):
    def __init__(self, e=64, heads=4):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(e), nn.LayerNorm(e)
        self.attn = nn.MultiheadAttention(e, heads)
        self.fc1, self.fc2 = nn.Linear(e, 4 * e), nn.Linear(4 * e, e)

    def forward(self, x):
        mask = torch.triu(torch.full((x.shape[0], x.shape[0]), float("-inf")), 1)
        h = self.ln1(x)
        x = x + self.attn(h, h, h, attn_mask=mask)[0]
        return x + self.fc2(nn.functional.gelu(self.fc1(self.ln2(x))))


class Transformer(nn.Module):
    def __init__(self, e=64):
        super().__init__()
        self.word, self.position = nn.Embedding(CHARACTERS, e), nn.Embedding(LENGTH, e)
        self.blocks = nn.Sequential(Block(e), Block(e))
        self.norm, self.out = nn.LayerNorm(e), nn.Linear(e, CHARACTERS)

    def forward(self, x):
        h = self.word(x) + self.position(torch.arange(x.shape[0]))[:, None]
        return self.out(self.norm(self.blocks(h)))


def next_character(model, batch):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
    steps = torch.arange(LENGTH + 1)[:, None]

    def step():
        x = (torch.randint(CHARACTERS, (1, batch)) + steps * torch.randint(1, 4, (1, batch))) % CHARACTERS
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x[:-1]).reshape(-1, CHARACTERS), x[1:].reshape(-1))
        loss.backward()
        optimizer.step()
    return batch, step


BUILD = {
    "lenet-train": lambda: classifier(lenet()),
    "lenet-infer": lambda: inference(lenet()),
    "mlp-train": lambda: classifier(mlp()),
    "playground": playground,
    "lstm-step": lambda: next_character(Recurrent(), 16),
    "transformer": lambda: next_character(Transformer(), 8),
}

runs = {}
print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} thread(s)", flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    name = ask["workload"]
    if name not in runs:
        runs[name] = BUILD[name]()
        for _ in range(5):
            runs[name][1]()
    batch, step = runs[name]
    start, n = time.perf_counter(), 0
    while time.perf_counter() - start < ask["seconds"]:
        step()
        n += batch
    print(json.dumps({"samples": n, "seconds": time.perf_counter() - start}), flush=True)
