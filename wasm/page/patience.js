'use strict';
// A style sheet that never comes keeps a page blank and its scripts waiting, and
// the script that tells what is missing may be what is missing: this one waits
// for nothing, and says so after a while.
setTimeout(() => {
  const missing = (file) => {
    const put = (id, text) => { document.getElementById(id).textContent = text; };
    put('fail-title', '没有加载成功 · Loading failed');
    put('fail-zh', `${file}：15 秒没有收到任何数据。`);
    put('fail-en', `${file}: nothing arrived for 15 seconds.`);
    document.getElementById('fail-retry').onclick = () => location.reload();
    document.getElementById('boot').hidden = true;
    document.getElementById('fail').hidden = false;
  };
  for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
    if (link.sheet) continue;
    window.theatreMissing = link.getAttribute('href'); // without its style the page is of no use: boot.js stops
    link.remove();
  }
  if (window.theatreMissing) missing(window.theatreMissing);
  else if (!window.theatre) missing('wasm/page/boot.js');
}, 15000);
