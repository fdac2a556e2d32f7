'use strict';
// Every widget on the canvas is also a real element here: laid over it, not
// seen, but focusable, labelled and operable, for those who do not use the
// canvas.
(() => {
  if (window.theatrePage.update) return; // boot.js asked for it once more, and both came
  const root = document.getElementById('mirror');
  const live = document.getElementById('live');
  const items = new Map(); // id → {el, key, state}
  let program = null;
  let syncing = false;

  const groups = {};
  for (const [name, tag, zh, en] of [['notice', 'section', '提示', 'Notice'], ['bar', 'header', '顶栏', 'Top bar'], ['scenes', 'nav', '场景', 'Scenes'], ['sheet', 'section', '对话框', 'Dialog'],
    ['figures', 'main', '舞台', 'Stage'], ['inspector', 'aside', '数的来历', 'Where a number comes from'], ['controls', 'section', '控制', 'Controls'], ['transport', 'footer', '播放', 'Transport']]) {
    const el = document.createElement(tag);
    groups[name] = { el, zh, en };
    root.append(el);
  }

  // The first things that Tab reaches lead past the bar and the list of scenes.
  const skips = { figures: ['跳到舞台', 'Skip to the stage'], controls: ['跳到控制', 'Skip to the controls'] };
  const skip = document.getElementById('skip');
  const first = (group) => [...groups[group].el.querySelectorAll('button, input, select, [tabindex="0"]')].find((el) => !el.hidden && !el.disabled);
  const skipTo = (group) => {
    if (group === 'controls' && !first(group)) program.press('panel'); // on a phone they are in a sheet
    let patience = 60; // frames until they are there
    const go = () => {
      const el = first(group);
      if (el) el.focus({ preventScroll: true });
      else if (patience-- > 0) requestAnimationFrame(go);
    };
    go();
  };
  for (const group of Object.keys(skips)) document.getElementById('skip-' + group).addEventListener('click', () => skipTo(group));

  function create(w) {
    let el;
    switch (w.role) {
      case 'button': case 'switch':
        el = document.createElement('button');
        el.type = 'button';
        if (w.role === 'switch') el.setAttribute('role', 'switch');
        el.addEventListener('click', () => program.press(w.id));
        break;
      case 'slider': case 'spinbutton': case 'textbox':
        el = document.createElement('input');
        el.type = w.role === 'slider' ? 'range' : w.role === 'spinbutton' ? 'number' : 'text';
        el.autocomplete = 'off';
        if (w.role !== 'slider') { el.classList.add('typed'); el.spellcheck = false; el.setAttribute('autocapitalize', 'off'); }
        el.addEventListener(w.role === 'slider' ? 'input' : 'change', () => assign(el, w.id, el.value));
        if (w.role === 'textbox') { // what is typed is read as it grows, but not while a Chinese word is being composed
          let timer;
          el.addEventListener('input', (e) => { clearTimeout(timer); if (!e.isComposing) timer = setTimeout(() => assign(el, w.id, el.value), 200); });
          el.addEventListener('change', () => clearTimeout(timer));
          el.addEventListener('focus', () => { el.dataset.before = el.value; });
          if (w.rows) el.addEventListener('paste', (e) => pasteRows(el, e));
        }
        el.addEventListener('keydown', (e) => {
          if (w.role === 'slider' || e.isComposing) return;
          if (e.key === 'Enter') assign(el, w.id, el.value);
          if (e.key === 'Escape' && el.dataset.before !== undefined) { el.value = el.dataset.before; assign(el, w.id, el.value); }
        });
        break;
      case 'listbox':
        el = document.createElement('select');
        el.addEventListener('change', () => assign(el, w.id, el.value));
        break;
      default:
        el = document.createElement('div');
        el.setAttribute('role', w.role);
        if (w.role !== 'status') el.tabIndex = 0;
    }
    el.classList.add('w');
    el.id = 'w-' + w.id;
    el.addEventListener('focus', () => { if (!syncing) program.focus(w.id); });
    el.addEventListener('blur', () => { if (!syncing) program.focus(''); });
    return el;
  }

  // A line of text would make spaces of a pasted table's line breaks.
  function pasteRows(el, e) {
    const text = e.clipboardData ? e.clipboardData.getData('text/plain') : '';
    if (!/[\r\n\t]/.test(text)) return;
    e.preventDefault();
    const rows = text.replace(/\r\n?|\n/g, ';').replace(/\t/g, ',');
    if (document.activeElement === el && document.execCommand('insertText', false, rows)) return; // as typing would: it can be undone
    el.setRangeText(rows, el.selectionStart, el.selectionEnd, 'end');
    el.dispatchEvent(new Event('input', { bubbles: true }));
  }

  // Taking an element away, or its focus, can commit what was typed into it. The
  // program is then in the middle of update and must not be asked: what still
  // stands on the page is told it afterwards.
  function assign(el, id, value) {
    if (syncing) { setTimeout(() => { if (el.isConnected) assign(el, id, value); }); return; }
    const problem = program.assign(id, value);
    trouble(el, problem);
    if (problem) live.textContent = problem;
  }

  const set = (el, name, value) => { if (el.getAttribute(name) !== value) el.setAttribute(name, value); };

  // trouble says that what is typed is not taken, and what would be.
  function trouble(el, words) {
    set(el, 'aria-invalid', words ? 'true' : 'false');
    if (words) set(el, 'aria-description', words); else el.removeAttribute('aria-description');
  }

  function fill(el, w) {
    set(el, 'aria-label', w.label);
    if (w.open !== undefined) set(el, 'aria-expanded', String(w.open));
    if ('disabled' in el && el.disabled !== !w.enabled) el.disabled = !w.enabled;
    const value = w.value === null || w.value === undefined ? '' : String(w.value);
    switch (w.role) {
      case 'switch': set(el, 'aria-checked', value === 'true' ? 'true' : 'false'); break;
      case 'slider': case 'spinbutton':
        for (const name of ['min', 'max']) if (w[name] !== undefined) set(el, name, String(w[name]));
        set(el, 'step', w.step && w.role === 'slider' ? String(w.step) : 'any');
        if (el !== document.activeElement || w.role === 'slider') { if (Number(el.value) !== w.value) el.value = value; }
        set(el, 'aria-valuetext', value);
        break;
      case 'textbox':
        if (el !== document.activeElement && el.value !== value) el.value = value;
        break;
      case 'listbox': {
        const key = JSON.stringify(w.options || []);
        if (el.dataset.options !== key) {
          el.dataset.options = key;
          el.replaceChildren(...(w.options || []).map((o) => { const e = document.createElement('option'); e.value = o.value; e.textContent = o.label; return e; }));
        }
        if (el.value !== value) el.value = value;
        break;
      }
      case 'img': case 'application':
        set(el, 'aria-label', value ? `${w.label}: ${value}` : w.label);
        break;
      case 'status':
        if (el.textContent !== value) el.textContent = value;
        break;
    }
    if (el.tagName === 'INPUT' && (w.problem || el !== document.activeElement)) trouble(el, w.problem);
    const r = w.rect, s = el.style;
    el.hidden = !w.shown;
    for (const [name, v] of [['left', r.x], ['top', r.y], ['width', Math.max(r.width, 1)], ['height', Math.max(r.height, 1)]]) {
      const px = Math.round(v * 100) / 100 + 'px';
      if (s[name] !== px) s[name] = px;
    }
  }

  // update makes the elements say what the widgets say now.
  function update(json) {
    const state = JSON.parse(json);
    syncing = true;
    try {
      document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en';
      document.documentElement.dataset.theme = state.theme;
      document.title = state.title;
      for (const g of Object.values(groups)) set(g.el, 'aria-label', state.language === 'zh' ? g.zh : g.en);
      for (const [group, words] of Object.entries(skips)) document.getElementById('skip-' + group).textContent = words[state.language === 'zh' ? 0 : 1];
      set(skip, 'aria-label', state.language === 'zh' ? '跳转' : 'Skip');
      skip.hidden = false;
      groups.sheet.el.setAttribute('role', 'dialog');
      groups.sheet.el.setAttribute('aria-modal', 'true');
      groups.sheet.el.hidden = !state.widgets.some((w) => w.group === 'sheet');
      const seen = new Set();
      const place = {};
      for (const w of state.widgets) {
        seen.add(w.id);
        let item = items.get(w.id);
        if (!item || item.role !== w.role) {
          item?.el.remove();
          item = { el: create(w), role: w.role };
          items.set(w.id, item);
        }
        const parent = groups[w.group].el, at = place[w.group] || 0;
        place[w.group] = at + 1;
        if (parent.children[at] !== item.el) parent.insertBefore(item.el, parent.children[at] || null);
        fill(item.el, w);
      }
      for (const [id, item] of items) if (!seen.has(id)) { item.el.remove(); items.delete(id); }
      const active = document.activeElement, wanted = state.focus ? items.get(state.focus)?.el : null;
      if (active === typer) { /* a number is being typed on a phone */ } else if (wanted && wanted !== active && !wanted.hidden) wanted.focus({ preventScroll: true });
      else if (!state.focus && active && active.classList.contains('w')) active.blur();
    } finally { syncing = false; }
  }

  // A touch on a number of the canvas needs the phone's keyboard, and that
  // comes only for a real field, within the touch itself.
  const typer = document.createElement('input');
  typer.className = 'w typed';
  typer.inputMode = 'decimal';
  typer.hidden = true;
  typer.setAttribute('aria-label', '数字 · Number');
  let typing = '';
  root.append(typer);
  typer.addEventListener('keydown', (e) => { if (e.key === 'Enter' || e.key === 'Escape') { if (e.key === 'Escape') typing = ''; typer.blur(); } });
  typer.addEventListener('blur', () => {
    if (typing) assign(typer, typing, typer.value);
    typing = '';
    typer.hidden = true;
    if (!syncing) program.focus('');
  });

  function touched() {
    const w = JSON.parse(program.typing());
    if (!w) return;
    typing = w.id;
    typer.value = w.value;
    typer.setAttribute('aria-label', w.label);
    Object.assign(typer.style, { left: w.rect.x + 'px', top: w.rect.y + 'px', width: w.rect.width + 'px', height: w.rect.height + 'px' });
    typer.hidden = false;
    typer.focus({ preventScroll: true });
    typer.select();
  }

  Object.assign(window.theatrePage, {
    touched,
    mirror: (offered) => { program = offered; },
    update,
    announce: (text) => { live.textContent = text; },
    end: () => { root.replaceChildren(); skip.remove(); },
  });
})();
