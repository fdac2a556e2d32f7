'use strict';
// Loads the program with progress in bytes, says in words what goes wrong, and
// offers window.theatre from the first moment.
(() => {
  const $ = (id) => document.getElementById(id);
  const TIMEOUT = 15000; // ms without a byte

  let settleReady;
  const ready = new Promise((resolve, reject) => { settleReady = { resolve, reject }; });
  ready.catch(() => {});
  let program = null; // what the Go program offers, once it runs

  const call = (name) => (...args) => ready.then(() => new Promise((resolve, reject) => {
    program.command(name, ...args.map(String), () => resolve(), (message) => reject(new Error(message)));
  }));
  window.theatre = Object.freeze({
    ready,
    state: () => program ? JSON.parse(program.state()) : null,
    go: call('go'), set: call('set'), press: call('press'),
    play: call('play'), pause: call('pause'), step: call('step'), back: call('back'), reset: call('reset'),
    substep: call('substep'), fork: call('fork'), branch: call('branch'), renameBranch: call('renameBranch'), deleteBranch: call('deleteBranch'), undo: call('undo'), export: call('export'),
  });

  // A page that shows the theatre in a frame may do what window.theatre offers,
  // and nothing else; only the page around the frame is listened to.
  if (window.parent !== window) {
    const answer = (to, message) => window.parent.postMessage(message, to === 'null' ? '*' : to);
    window.addEventListener('message', (e) => {
      const ask = e.data;
      if (e.source !== window.parent || !ask || typeof ask !== 'object' || typeof ask.theatre !== 'string') return;
      const { theatre: what, id = null } = ask, args = Array.isArray(ask.args) ? ask.args : [];
      const done = what === 'state' ? ready : Object.hasOwn(window.theatre, what) && typeof window.theatre[what] === 'function'
        ? window.theatre[what](...args) : Promise.reject(new Error(`there is no ${what}; there are ${Object.keys(window.theatre).filter((key) => key !== 'ready').join(', ')}`));
      done.then(() => answer(e.origin, { theatre: what, id, ok: true, state: window.theatre.state() }),
        (error) => answer(e.origin, { theatre: what, id, ok: false, error: error.message }));
    });
    ready.then(() => answer('*', { theatre: 'ready' }), () => {});
  }

  let failed = false;
  function fail(title, zh, en, detail, options = {}) {
    if (failed) return;
    failed = true;
    $('fail-title').textContent = title;
    $('fail-zh').textContent = zh;
    $('fail-en').textContent = en;
    if (detail) { $('fail-detail').textContent = detail; $('fail-detail').hidden = false; }
    if (options.picture) { const p = $('fail-picture'); p.onerror = () => { p.hidden = true; }; p.src = 'wasm/page/picture.jpg'; p.hidden = false; }
    if (options.link) { const a = $('fail-link'); a.href = location.href; a.hidden = false; a.onclick = (e) => { e.preventDefault(); location.reload(); }; }
    $('fail-retry').hidden = options.retry === false;
    $('fail-retry').onclick = () => location.reload();
    $('boot').hidden = true;
    $('fail').hidden = false;
    settleReady.reject(new Error(`${title}: ${en} ${detail || ''}`.trim()));
    if (options.retry !== false) $('fail-retry').focus();
  }

  const mb = (n) => (n / 1e6).toFixed(1);
  function progress(done, total) {
    $('boot-progress').value = total ? Math.min(done / total, 1) : 0;
    $('boot-bytes').textContent = total ? `${mb(done)} / ${mb(total)} MB` : `${mb(done)} MB`;
  }

  // Settings that should outlast the page; a browser that forbids them is told once.
  let warned = false;
  const store = {
    get(key) { try { return localStorage.getItem('gradtheatre.' + key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem('gradtheatre.' + key, value); } catch { if (!warned && program) { warned = true; setTimeout(() => program?.warnStorage(), 0); } } },
  };
  const session = {
    get(key) { try { return sessionStorage.getItem('gradtheatre.' + key); } catch { return null; } },
    set(key, value) { try { sessionStorage.setItem('gradtheatre.' + key, value); } catch { /* counted for this page only */ } },
  };

  class FetchError extends Error {
    constructor(file, zh, en) { super(en); this.file = file; this.zh = zh; }
  }

  // get fetches one file; it fails with the file's name and the reason.
  async function get(url, onBytes) {
    const file = url.split('?')[0];
    const control = new AbortController();
    let timer;
    const tick = () => { clearTimeout(timer); timer = setTimeout(() => control.abort(), TIMEOUT); };
    tick();
    const reason = (e) => e.name === 'AbortError'
      ? new FetchError(file, '15 秒没有收到任何数据', 'nothing arrived for 15 seconds')
      : new FetchError(file, '连接中断，或者没有网络', 'the connection broke, or there is no network');
    let response;
    try { response = await fetch(url, { signal: control.signal, credentials: 'same-origin' }); } catch (e) { clearTimeout(timer); throw reason(e); }
    if (!response.ok) { clearTimeout(timer); throw new FetchError(file, `服务器回答 ${response.status}`, `the server answered ${response.status}`); }
    if (response.headers.has('Theatre-Address')) window.theatrePage.address = response.headers.get('Theatre-Address');
    if (!onBytes || !response.body) {
      try { return await response.arrayBuffer(); } catch (e) { throw reason(e); } finally { clearTimeout(timer); }
    }
    const reader = response.body.getReader();
    let done = 0;
    const arriving = new ReadableStream({
      async pull(c) {
        try {
          const part = await reader.read();
          if (part.done) { clearTimeout(timer); c.close(); return; }
          tick();
          done += part.value.byteLength;
          onBytes(done, part.value);
          c.enqueue(part.value);
        } catch (e) { clearTimeout(timer); arriving.broke = reason(e); c.error(arriving.broke); }
      },
    });
    return arriving;
  }

  function script(src) {
    return new Promise((resolve, reject) => {
      const s = document.createElement('script');
      const timer = setTimeout(() => reject(new FetchError(src, '15 秒没有收到', 'nothing arrived for 15 seconds')), TIMEOUT);
      s.onload = () => { clearTimeout(timer); resolve(); };
      s.onerror = () => { clearTimeout(timer); reject(new FetchError(src, '没有取到', 'it could not be fetched')); };
      s.src = src;
      document.head.append(s);
    });
  }

  // compile streams the program, whose download has begun, into the compiler.
  async function compile({ name, bytes, stream, got }, go) {
    let arriving;
    try {
      arriving = await stream;
      const response = new Response(arriving, { headers: { 'Content-Type': 'application/wasm' } });
      return (await theatreKernels.instantiate(go, response)).instance;
    } catch (e) {
      if (e instanceof FetchError) throw e;
      if (arriving?.broke) throw arriving.broke;
      if (bytes && got() !== bytes) throw new FetchError(name, `只收到 ${got()} / ${bytes} 字节`, `only ${got()} of ${bytes} bytes arrived`);
      throw e;
    }
  }

  // download begins to fetch the program and counts its bytes.
  function download(url, bytes) {
    const name = url.split('?')[0];
    let got = 0, checked = false;
    const stream = get(url, (done, part) => {
      if (!checked && part.byteLength >= 4) {
        checked = true;
        if (part[0] !== 0 || part[1] !== 0x61 || part[2] !== 0x73 || part[3] !== 0x6d) {
          throw new FetchError(name, '收到的不是程序，可能是一张网页', 'what arrived is not the program; perhaps a web page');
        }
      }
      got = done;
      progress(done, bytes);
    });
    stream.catch(() => {}); // compile tells
    return { name, bytes, stream, got: () => got };
  }

  // What the program prints last before it ends, for the message.
  let tail = '';
  function listen() {
    const write = globalThis.fs.writeSync;
    const decoder = new TextDecoder();
    globalThis.fs.writeSync = (fd, buf) => {
      if (fd === 2) tail = (tail + decoder.decode(buf, { stream: true })).slice(-6000);
      return write.call(globalThis.fs, fd, buf);
    };
  }
  const panicText = () => {
    const i = tail.search(/^(panic|fatal error|runtime:)/m);
    return (i >= 0 ? tail.slice(i) : tail).slice(0, 1500).trim();
  };

  // Ebitengine reloads at once when the graphics card takes the canvas away.
  // Here the address is brought up to date first, and a card that fails again
  // and again is told about instead.
  function onContextLost(e) {
    e.stopImmediatePropagation();
    e.preventDefault();
    try { program?.flush(); } catch { /* the address is half a second old */ }
    const now = Date.now();
    const recent = (session.get('lost') || '').split(',').map(Number).filter((t) => now - t < 60000);
    recent.push(now);
    session.set('lost', recent.join(','));
    if (recent.length <= 3) { location.reload(); return; }
    session.set('lost', '');
    fail('显卡停了 · The graphics card stopped', '显卡在一分钟里收回了画布好几次。关掉别的标签页，再试一次。', 'The graphics card took the canvas away several times within a minute. Close other tabs and try again.', '', { link: true });
  }

  // canvas returns the one that the program will draw on, if it has WebGL 2; the
  // program asks for its context again, with the same attributes.
  let withheld = !!session.get('lost'); // there was a context, here or in another tab, and none is given now
  function canvas() {
    try {
      const c = document.createElement('canvas');
      c.addEventListener('webglcontextcreationerror', (e) => { withheld ||= /context loss/i.test(e.statusMessage); });
      return c.getContext('webgl2', { alpha: true, premultipliedAlpha: true, stencil: true }) && c;
    } catch { return null; }
  }

  // Chromium gives a site no context for two minutes after its graphics process
  // died twice, unless the visitor reloads: the page says so, and comes back when
  // it gets one.
  function waitForCanvas() {
    fail('显卡停了 · The graphics card stopped', '显卡连着停了几次，浏览器暂时不给画布。你的训练都存着。用浏览器自己的刷新（F5 或 ⌘R）马上就能回来；不刷新的话，大约两分钟后这一页自己回来。',
      'The graphics card stopped more than once, and the browser withholds the canvas for a while. Your runs are kept. The browser’s own reload (F5 or ⌘R) brings them back at once; without it the page comes back by itself in about two minutes.', '', { retry: false });
    setInterval(() => { if (canvas()) location.reload(); }, 2000);
  }

  async function start() {
    if (window.theatreMissing) throw new FetchError(window.theatreMissing, '15 秒没有收到任何数据', 'nothing arrived for 15 seconds');
    if (location.protocol === 'file:') {
      fail('需要一个服务器 · A server is needed', '请在项目文件夹里运行 go run . ，再打开它给出的地址。', 'Run “go run .” in the project’s folder and open the address it prints.', '', { retry: false });
      return;
    }
    if (typeof WebAssembly !== 'object' || typeof WebAssembly.instantiateStreaming !== 'function') {
      fail('缺少 WebAssembly · WebAssembly is missing', '这个浏览器不能运行 WebAssembly。请用 Chrome、Edge、Firefox 或 Safari 的新版本（2021 年以后）打开。', 'This browser cannot run WebAssembly. Chrome, Edge, Firefox and Safari can, in any version since 2021.', '', { picture: true });
      return;
    }
    document.addEventListener('webglcontextlost', onContextLost, true);
    // The page says where the program is, so that its download begins with the page's own.
    const { dataset: { bytes }, attributes: { href: { value: app } } } = document.querySelector('link[href^="app.wasm"]');
    progress(0, +bytes);
    performance.mark('theatre-fetching');
    const arriving = download(app, +bytes);
    const listed = get('site.json');
    listed.catch(() => {}); // told below
    if (!(window.theatrePage.canvas = canvas())) {
      if (withheld) { waitForCanvas(); return; }
      fail('缺少 WebGL 2 · WebGL 2 is missing', '画布需要 WebGL 2。请在浏览器设置里打开“硬件加速”，或者换一个新一些的浏览器。', 'The canvas needs WebGL 2. Turn on hardware acceleration in the browser’s settings, or use a newer browser.', '', { picture: true });
      return;
    }
    await script('wasm_exec.js');
    for (const [file, there] of [['wasm/page/kernel.js', globalThis.theatreKernels], ['wasm/page/input.js', window.theatrePage.keys], ['wasm/page/mirror.js', window.theatrePage.update], ['wasm/page/keep.js', window.theatrePage.runs]]) {
      if (!there) await script(file); // it did not come with the page: once more, and say so if it still does not
    }
    listen();
    const go = new Go();
    go.env = { GOGC: 'off' }; // nothing is collected before the first picture; the program says when
    const instance = await compile(arriving, go); // with SIMD where the browser has it
    const manifest = JSON.parse(new TextDecoder().decode(await listed));
    const worker = manifest.files['worker.wasm'];
    if (worker && typeof Worker === 'function') window.theatrePage.worker = () => new Worker('worker.js', { name: worker.hash });
    await window.theatrePage.runs.read; // long since
    performance.mark('theatre-compiled');
    window.theatrePage.started = (offered) => {
      program = offered;
      Object.assign(window.theatrePage.runs, { warn: program.warnRuns, kept: program.kept });
      $('boot').classList.add('leaving');
      setTimeout(() => { $('boot').hidden = true; }, 250);
      performance.mark('theatre-ready');
      settleReady.resolve();
      setTimeout(() => keepOffline(manifest.hash), 1500); // the first pictures come before it
    };
    go.run(instance).then(() => ended(), (e) => ended(e));
  }

  // keepOffline lets the page open without a network from now on.
  function keepOffline(hash) {
    if (!('serviceWorker' in navigator) || !isSecureContext) return;
    navigator.serviceWorker.register('sw.js').then(() => navigator.serviceWorker.ready)
      .then((r) => r.active?.postMessage({ hash })).catch(() => {});
  }

  function ended(e) {
    program = null;
    window.theatrePage.end?.();
    fail('程序停了 · The program ended', '你做到哪里，地址栏都记着：点下面就能回去。', 'The address bar remembers where you were: the link below takes you back.', [panicText(), e && String(e)].filter(Boolean).join('\n'), { link: true });
  }

  // What the program calls.
  // A file goes to the visitor's downloads, and nowhere else.
  function save(name, blob) {
    const a = document.createElement('a');
    a.href = URL.createObjectURL(blob);
    a.download = name;
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 60000);
  }
  window.theatrePage = {
    save: (name, type, bytes) => save(name, new Blob([bytes], { type })),
    savePicture(name, width, height, pixels) {
      const c = document.createElement('canvas');
      c.width = width; c.height = height;
      c.getContext('2d').putImageData(new ImageData(pixels, width, height), 0, 0);
      c.toBlob((blob) => blob && save(name, blob), 'image/png');
    },
    store,
    fail: (text) => fail('程序停了 · The program ended', '它说明了原因：', 'It gave the reason:', text, { link: true }),
    restarts: () => (session.get('lost') || '').split(',').filter(Boolean).length,
  };

  start().catch((e) => {
    if (e instanceof FetchError) {
      fail('没有加载成功 · Loading failed', `${e.file}：${e.zh}。`, `${e.file}: ${e.message}.`);
    } else {
      fail('没有加载成功 · Loading failed', '程序没能启动。', 'The program could not be started.', String(e));
    }
  });
})();
