#!/bin/sh
# Rebuilds the WebAssembly kernels from kernels.c and what it
# includes (Debian: clang-19 lld-19), and the hash that the tests
# compare. The result does not depend on the machine.
set -eu
cd "$(dirname "$0")"
out=${1:-.}
flags="--target=wasm32 -std=c17 -O3 -ffreestanding -nostdlib -fno-builtin -Wall -Wextra
  -mbulk-memory -msimd128 -Wl,--no-entry -Wl,--import-memory -Wl,-z,stack-size=0 -Wl,--strip-all"
${CLANG:-clang-19} $flags -o "$out/simd.wasm" kernels.c
${CLANG:-clang-19} $flags -mrelaxed-simd -o "$out/relaxed.wasm" kernels.c

# The page loads one script that carries both.
script=${2:-../../../../../wasm/page/kernel.js}
{
  echo '// Made by engine/tensor/internal/kernel/simd/build.sh from link.js and kernels.c.'
  sed -e "s|@simd@|$(base64 -w0 "$out/simd.wasm")|" -e "s|@relaxed@|$(base64 -w0 "$out/relaxed.wasm")|" link.js
} >"$script"
(cat vec.h products.h planes.h functions.h kernels.c build.sh && cat "$out/simd.wasm" "$out/relaxed.wasm") | sha256sum | cut -d' ' -f1 >"$out/hash"
