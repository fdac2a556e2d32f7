'use strict';
// Keeps the page for when there is no network. The network comes first, so
// that what is shown is never older than what can be had; files named by their
// hash never change and come from here.
const PREFIX = 'gradtheatre-';
const PATIENCE = 8000; // ms; the page's own is longer

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));

self.addEventListener('message', (e) => {
  if (typeof e.data?.hash === 'string') e.waitUntil(keep(e.data.hash));
});

async function keep(hash) {
  const name = PREFIX + hash;
  if (await caches.has(name) && !await caches.has(name + '-part')) return; // all of it is there
  const manifest = await (await fetch('site.json')).clone().json();
  if (manifest.hash !== hash) return;
  const cache = await caches.open(name + '-part');
  const files = ['./', 'site.json'];
  for (const [file, { hash: v }] of Object.entries(manifest.files)) files.push(file.endsWith('.wasm') ? `${file}?v=${v}` : file);
  await cache.addAll(files);
  const whole = await caches.open(name);
  for (const request of await cache.keys()) await whole.put(request, await cache.match(request));
  for (const old of await caches.keys()) if (old.startsWith(PREFIX) && old !== name) await caches.delete(old);
}

self.addEventListener('fetch', (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== 'GET' || url.origin !== location.origin || e.request.headers.has('range')) return;
  e.respondWith(answer(e.request, url));
});

async function answer(request, url) {
  const kept = () => caches.match(request, { ignoreVary: true, ignoreSearch: !url.searchParams.has('v') });
  if (url.searchParams.has('v')) {
    const hit = await kept();
    if (hit) return hit;
  }
  const fresh = fetch(request);
  fresh.catch(() => {}); // told below, or no longer of interest
  try { // a network that never answers is as good as none
    const first = await Promise.race([fresh, new Promise((late) => setTimeout(late, PATIENCE))]);
    return first || await kept() || await fresh;
  } catch (error) {
    const hit = await kept();
    if (hit) return hit;
    throw error;
  }
}
