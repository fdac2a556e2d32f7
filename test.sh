#!/usr/bin/env bash
# Runs every check of the project on a machine that has nothing but Go.
#
#   ./test.sh          everything
#   ./test.sh engine   the engine alone (no display, no browser)
#
# What the tests need besides Go (Chromium, Xvfb, Node) is installed with apt
# where it is missing; on other systems the script says what to install.
set -euo pipefail
cd "$(dirname "$0")"
export CGO_ENABLED=0

step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

# need COMMAND PACKAGE...: installs the packages unless the command is there.
need() {
	local cmd=$1; shift
	command -v "$cmd" >/dev/null 2>&1 && return 0
	if ! command -v apt-get >/dev/null 2>&1; then
		echo "test.sh: '$cmd' is missing. Please install: $* (this script installs by itself on Debian and Ubuntu only)" >&2
		exit 1
	fi
	local sudo=
	[ "$(id -u)" = 0 ] || sudo=sudo
	if [ -z "${apt_updated:-}" ]; then
		$sudo apt-get update -qq || true
		apt_updated=1
	fi
	DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

engine() {
	step "engine: tests"
	go test -shuffle=on ./engine/...
	step "engine: conformance, case by case"
	go test ./engine/ -run 'Conformance' -v | grep -vE '^ *(=== |--- PASS)' | tail -80
	step "engine: gradients in float64"
	go test -tags f64 ./engine/...
}

step "format, vet"
test -z "$(gofmt -l .)" || { gofmt -d . | head -50; exit 1; }
go vet ./...
files='{{.ImportPath}} {{.GoFiles}} {{.TestGoFiles}} {{.XTestGoFiles}}'
GOOS=js GOARCH=wasm go vet $(diff <(go list -f "$files" ./...) <(GOOS=js GOARCH=wasm go list -f "$files" ./...) |
	sed -n 's/^> \([^ ]*\).*/\1/p') # where the browser's files are others

engine
if [ "${1:-}" = engine ]; then exit 0; fi

step "staticcheck"
go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

step "engine in WebAssembly under Node: plain loops, then the SIMD kernels"
need node nodejs
GOOS=js GOARCH=wasm go test -exec "$(go env GOROOT)/lib/wasm/go_js_wasm_exec" \
	./engine ./engine/trace ./engine/tensor/... ./engine/grad ./engine/optim ./engine/weights ./engine/train ./engine/expr
GOOS=js GOARCH=wasm go test -tags simd -exec "node --experimental-wasm-relaxed-simd $PWD/engine/tensor/internal/kernel/simd/exec.js" \
	./engine ./engine/tensor/...

step "exported models in onnxruntime and in PyTorch"
need npm npm
(cd bench/onnx && npm ci --ignore-scripts --no-audit --no-fund --silent)
if ! /usr/bin/python3 -c 'import torch' 2>/dev/null && command -v apt-get >/dev/null 2>&1; then
	need torch-for-python python3-torch || true
fi
if /usr/bin/python3 -c 'import torch' 2>/dev/null; then
	export PYTHON=/usr/bin/python3
else
	echo "python3-torch cannot be installed here: the PyTorch half is left out"
fi
ORT=$PWD/bench/onnx/node_modules go test -count=1 -tags interop ./engine/weights

step "everything without a display or a browser"
env -u DISPLAY GRADTHEATRE_NO_BROWSER=1 go test -shuffle=on $(go list ./... | grep -v /engine)

step "pixels under Xvfb, and the real site in Chromium"
need Xvfb xvfb xauth
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || need chromium chromium
GRADTHEATRE_E2E=1 xvfb-run -a -s "-screen 0 1280x800x24" go test -count=1 -timeout 24m ./wasm/e2e \
	$(grep -rl --include='*_test.go' '"DISPLAY"' scenes wasm | xargs -n1 dirname | sort -u | sed 's|^|./|')
