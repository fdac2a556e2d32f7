'use strict';
// Keeps training runs beyond the page: in IndexedDB, compressed where the
// browser can, below a name that only this tab knows. A page that shows again
// what the tab last showed (after a reload, a crash, a lost graphics card)
// finds them here; one that was sent somewhere else does not.
(() => {
  if (window.theatrePage.runs) return; // it came twice
  const LIMIT = 64 << 20, AGE = 14 * 86400e3; // bytes of all tabs, milliseconds
  const session = {
    get(key) { try { return sessionStorage.getItem('gradtheatre.' + key); } catch { return null; } },
    set(key, value) { sessionStorage.setItem('gradtheatre.' + key, value); },
  };
  const runs = new Map(); // scene → Uint8Array
  const waiting = new Map(); // scene → the newest that is not in the store yet, null to forget it
  let tab = session.get('tab'), database = null, busy = false, warned = false;
  const standing = session.get('standing') || '';
  // The address of a run in motion changes all the time: a reload may open an older one.
  const reloaded = performance.getEntriesByType('navigation')[0]?.type === 'reload';
  const shown = session.get('at')?.split('\n') ?? [];
  const again = tab !== null && (reloaded || shown.includes(location.hash));
  // What the tab showed last may be newer than the address that it opens again.
  const address = again && shown.at(-1) || location.hash;
  if (!again) tab = String(crypto.getRandomValues(new Uint32Array(2)).join('-'));

  const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
  const over = (t) => new Promise((resolve, reject) => { t.oncomplete = () => resolve(); t.onabort = t.onerror = () => reject(t.error); });
  const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

  function open() {
    const request = indexedDB.open('gradtheatre', 1);
    request.onupgradeneeded = () => { request.result.createObjectStore('runs'); request.result.createObjectStore('about'); };
    return done(request).then((db) => { db.onversionchange = () => db.close(); return db; });
  }

  async function read() {
    database = await open();
    session.set('tab', tab);
    if (!again) return;
    const mine = IDBKeyRange.bound([tab], [tab, []]);
    const store = database.transaction('runs').objectStore('runs');
    const [keys, all] = await Promise.all([done(store.getAllKeys(mine)), done(store.getAll(mine))]);
    for (const [i, { zipped, data }] of all.entries()) {
      runs.set(keys[i][1], zipped ? await through(data, new DecompressionStream('gzip')) : new Uint8Array(data));
    }
  }

  // write asks for one scene's runs to be stored, null to forget them.
  function write(scene, data, zipped) {
    const t = database.transaction(['runs', 'about'], 'readwrite');
    const content = t.objectStore('runs'), about = t.objectStore('about'), key = [tab, scene];
    if (data) {
      content.put({ zipped, data }, key);
      about.put({ time: Date.now(), size: data.byteLength }, key);
    } else {
      content.delete(key);
      about.delete(key);
    }
    return t;
  }

  // put writes, and makes room: what is oldest goes first.
  async function put(scene, data, zipped) {
    const t = write(scene, data, zipped);
    const content = t.objectStore('runs'), about = t.objectStore('about');
    const [keys, all] = await Promise.all([done(about.getAllKeys()), done(about.getAll())]);
    let size = 0;
    for (const { i, time, size: n } of all.map((a, i) => ({ i, ...a })).sort((a, b) => b.time - a.time)) {
      size += n;
      if (size > LIMIT || Date.now() - time > AGE) { content.delete(keys[i]); about.delete(keys[i]); }
    }
    return over(t);
  }

  function warn() {
    if (!warned) { warned = true; setTimeout(() => api.warn?.(), 0); }
  }

  async function work() {
    if (busy) return;
    busy = true;
    try {
      await reading;
      while (waiting.size) {
        const [scene, bytes] = waiting.entries().next().value;
        const zip = bytes && typeof CompressionStream === 'function';
        const data = zip ? await through(bytes, new CompressionStream('gzip')) : bytes;
        if (waiting.get(scene) !== bytes) continue; // there is something newer
        await put(scene, data, zip);
        if (waiting.get(scene) === bytes) waiting.delete(scene);
      }
    } catch { waiting.clear(); warn(); } finally { busy = false; }
  }

  const api = {
    again, standing, address,
    recall: (scene) => runs.get(scene) ?? null,
    keep(scene, bytes) {
      if (bytes) runs.set(scene, bytes); else runs.delete(scene);
      if (bytes || database) { waiting.set(scene, bytes); work(); }
    },
    // at notes what the tab shows, by its address or, a line each, two of them, and where its runs stand.
    at(fragments, where) {
      try { session.set('at', fragments); session.set('standing', where); } catch { /* told of when a run is to be kept */ }
    },
    idle: () => !busy && !waiting.size,
    // leave writes at once what is still waiting: nothing of the page will come later.
    leave() {
      if (!database) return;
      for (const [scene, bytes] of waiting) {
        const t = write(scene, bytes, false);
        t.commit?.();
      }
      waiting.clear();
    },
  };
  const reading = read();
  reading.catch(() => {}); // told of when a run is to be kept
  // A store that does not answer must not hold up the page.
  api.read = Promise.race([reading, new Promise((go) => setTimeout(go, 3000))]).catch(() => {});
  window.theatrePage.runs = api;
})();
