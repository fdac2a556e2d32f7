'use strict';
// Hands what the visitor does to the program, as it happens: a tap shorter
// than a frame is not lost, and a touch that is taken away ends.
(() => {
  if (window.theatrePage.keys) return; // it came twice
  const layer = document.getElementById('touch');
  const fingers = new Map(); // pointerId → 1, 2, …; the mouse is 0

  function finger(e) {
    if (e.pointerType === 'mouse') return 0;
    if (!fingers.has(e.pointerId)) {
      let n = 1;
      for (const used = new Set(fingers.values()); used.has(n);) n++;
      fingers.set(e.pointerId, n);
    }
    return fingers.get(e.pointerId);
  }

  window.theatrePage.listen = (send) => {
    const pointer = (kind) => (e) => {
      if (kind === 'move' && e.getCoalescedEvents) {
        const all = e.getCoalescedEvents();
        if (all.length > 1) { // a quick stroke keeps its shape
          for (const c of all) send(kind, c.clientX, c.clientY, finger(e), e.pointerType === 'touch', e.button, 0, 0, '', e.shiftKey, e.ctrlKey || e.metaKey);
          return;
        }
      }
      send(kind, e.clientX, e.clientY, finger(e), e.pointerType === 'touch', e.button, 0, 0, '', e.shiftKey, e.ctrlKey || e.metaKey);
      if (kind === 'up' || kind === 'cancel') fingers.delete(e.pointerId);
      if (kind === 'up' && e.pointerType === 'touch') window.theatrePage.touched();
    };
    layer.addEventListener('pointerdown', (e) => {
      try { layer.setPointerCapture(e.pointerId); } catch { /* it has gone already */ }
      pointer('down')(e);
    });
    layer.addEventListener('pointermove', pointer('move'));
    layer.addEventListener('pointerup', pointer('up'));
    layer.addEventListener('pointercancel', pointer('cancel'));
    layer.addEventListener('pointerleave', (e) => { if (e.pointerType === 'mouse') pointer('leave')(e); });
    layer.addEventListener('contextmenu', (e) => e.preventDefault());
    layer.addEventListener('touchstart', (e) => { if (e.cancelable) e.preventDefault(); }, { passive: false });
    window.addEventListener('wheel', (e) => {
      if (e.ctrlKey) return; // the browser's zoom
      e.preventDefault();
      const unit = e.deltaMode === 1 ? 1 / 3 : e.deltaMode === 2 ? 1 : 1 / 120; // lines, pages, pixels → notches
      send('wheel', e.clientX, e.clientY, 0, false, 0, e.deltaX * unit, e.deltaY * unit, '', e.shiftKey, false);
    }, { passive: false });
  };

  // keys: only those the theatre uses are kept from the browser.
  window.theatrePage.keys = (send, uses) => {
    document.addEventListener('keydown', (e) => {
      if (e.defaultPrevented || e.isComposing || e.altKey || !document.getElementById('fail').hidden) return;
      const t = e.target, tag = t.tagName, ctrl = e.ctrlKey || e.metaKey;
      if (tag === 'INPUT' && t.type !== 'range') {
        if (e.key === 'Escape') t.blur();
        return;
      }
      if (tag === 'SELECT' && e.key !== 'Escape') return;
      if (tag === 'INPUT' && /^(Arrow|Home|End|Page)/.test(e.key)) return;
      if (tag === 'BUTTON' && (e.key === ' ' || e.key === 'Enter')) return;
      if (!uses(e.key, ctrl)) return;
      e.preventDefault();
      send('key', 0, 0, 0, false, 0, 0, 0, e.key, e.shiftKey, ctrl);
      if (e.key === 'Escape' && t.closest('.w, #skip')) t.blur();
    });
  };
})();
