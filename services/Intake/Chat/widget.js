// The web chat of ServiceMesh: <script async src="https://.../chat/CHANNEL/widget.js"></script>, nothing else. See docs/channels/chat.md.
// What is said is kept in this browser until the server has it, under an id of its own: sent again after a reload or a broken line, it
// is kept once. What is shown is what the server lists. The live connection only says "look"; without it, the widget looks by itself.
(() => {
  'use strict';
  const script = document.currentScript;
  if (!script || document.querySelector('servicemesh-chat')) return;
  const base = script.src.replace(/\/widget\.js.*$/, '');
  const store = openStore('smchat:' + base.split('/').pop());
  const chinese = /^zh/i.test(script.dataset.language || navigator.language || '');
  const t = (en, zh) => (chinese ? zh : en);
  const separator = '\u001e';

  const token = store.get('token') || store.set('token', randomId(24));
  let identity = script.dataset.identity || null;
  let about = null, news = { number: null, state: null, staffRead: 0 }, entries = new Map();
  let socket = null, live = false, retries = 0, lastHeard = 0, opened = false, sending = false, looking = null, again = false, unseen = 0, lastTyping = 0, readSent = 0;

  // ---- Talking to the server ----
  const call = async (path, options = {}) => {
    const answer = await fetch(base + path, { ...options, headers: { 'X-Chat-Session': token, ...options.headers }, credentials: 'omit', cache: 'no-store' });
    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({}));
      throw Object.assign(new Error(problem.code || 'http.' + answer.status), { status: answer.status });
    }
    return answer;
  };
  const post = (path, body) => call(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

  // One look at a time; what happens meanwhile makes it look once more.
  function look() {
    if (looking) { again = true; return looking; }
    looking = (async () => { do { again = false; await read(); } while (again); })().catch(() => {}).finally(() => { looking = null; });
    return looking;
  }

  async function read() {
    for (;;) {
      const after = entries.size ? Math.max(...entries.keys()) : -1;
      const found = await (await call('/messages?after=' + after)).json();
      if (found.number !== news.number && news.number !== null && after >= 0) { entries = new Map(); news.number = found.number; continue; }
      const before = entries.size;
      for (const entry of found.entries) {
        if (!entries.has(entry.place) && entry.from === 'agent' && before > 0 && !isSeen()) unseen++;
        entries.set(entry.place, entry);
        if (entry.clientId) store.remove('out:' + entry.clientId);
        if (entry.from === 'agent') ui.typing(null);
      }
      news = found;
      if (!found.more) break;
    }
    render();
    markRead();
  }

  const outbox = () => store.list('out:').map(key => store.getJson(key)).filter(Boolean).sort((a, b) => a.at - b.at);

  function say(text, files) {
    const message = { clientId: randomId(16).replace(/_/g, '-'), text, attachmentIds: files.map(f => f.id), names: files.map(f => f.name), at: Date.now(), ...ui.person() };
    store.setJson('out:' + message.clientId, message);
    render();
    send();
  }

  // In the order they were written, each until the server has it. Other pages of this browser may send the same: it is kept once.
  async function send() {
    if (sending) return;
    sending = true;
    try {
      for (let message; (message = outbox().find(m => !m.failed));) {
        const { at, names, failed, ...body } = message;
        try {
          await post('/messages', { ...body, identity, language: chinese ? 'zh-CN' : 'en' });
          await look();
          store.remove('out:' + message.clientId);
        } catch (e) {
          if (!(e.status >= 400 && e.status < 500) || e.status === 429 || e.status === 408) { setTimeout(send, 2000 + Math.random() * 2000); return; }
          store.setJson('out:' + message.clientId, { ...message, failed: e.message });
        }
        render();
      }
    } finally { sending = false; }
  }

  // ---- The live connection: SignalR's JSON protocol over one WebSocket ----
  function connect() {
    if (socket || document.visibilityState === 'hidden' && !opened) return;
    const line = socket = new WebSocket(base.replace(/^http/, 'ws') + '/live');
    const invoke = line.invoke = (target, args, invocationId) => line.send(JSON.stringify({ type: 1, target, arguments: args, invocationId }) + separator);
    let ping = 0;
    line.onopen = () => {
      line.send(JSON.stringify({ protocol: 'json', version: 1 }) + separator);
      invoke('Join', [token], 'join');
      lastHeard = Date.now();
      ping = setInterval(() => {
        if (Date.now() - lastHeard > 35000) line.close();
        else line.send('{"type":6}' + separator);
      }, 10000);
    };
    line.onmessage = e => {
      lastHeard = Date.now();
      for (const part of String(e.data).split(separator)) {
        if (!part) continue;
        const message = JSON.parse(part);
        if (message.type === 3 && message.invocationId === 'join') {
          if (message.error) { line.close(); continue; }
          live = true; retries = 0;
          look(); send();
        } else if (message.type === 1 && message.target === 'News') look();
        else if (message.type === 1 && message.target === 'Typing') ui.typing(message.arguments[0]);
        else if (message.type === 7) line.close();
      }
    };
    line.onclose = () => {
      clearInterval(ping);
      if (socket !== line) return;
      socket = null; live = false;
      setTimeout(connect, Math.min(1000 * 2 ** retries++, 15000) * (0.75 + Math.random() / 2));
    };
  }

  const isSeen = () => opened && document.visibilityState === 'visible';

  function markRead() {
    if (!isSeen()) return;
    if (unseen) { unseen = 0; ui.badge(); }
    const last = Math.max(0, ...[...entries.values()].filter(e => e.from === 'agent').map(e => e.place));
    if (last <= readSent) return;
    readSent = last;
    if (live) socket.invoke('Read', [last]);
    else post('/read', { place: last }).catch(() => { readSent = 0; });
  }

  function typing() {
    if (Date.now() - lastTyping < 3000 || !news.number) return;
    lastTyping = Date.now();
    if (live) socket.invoke('Typing', []);
    else post('/typing', {}).catch(() => {});
  }

  const upload = async file => {
    const answer = await call('/attachments?name=' + encodeURIComponent(file.name), { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file });
    return { id: (await answer.json()).id, name: file.name };
  };

  async function download(file) {
    const content = await (await call('/attachments/' + file.id)).blob();
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(content), download: file.name || 'file' });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  // ---- What is seen ----
  const ui = build();
  function render() { ui.show(about, news, [...entries.values()].sort((a, b) => a.place - b.place), outbox()); ui.badge(); }

  async function start() {
    try {
      about = await (await call('/state')).json();
    } catch (e) {
      if (e.status === 404) { ui.host.remove(); return; }
      setTimeout(start, 3000 + Math.random() * 3000);
      return;
    }
    render();
    await look();
    send();
    connect();
    if (script.dataset.open !== undefined) open(true);
  }

  function open(yes) {
    ui.open(opened = yes);
    if (yes) { connect(); look(); markRead(); }
  }

  // Without a live connection somebody has to look; with one, a look now and then makes up for whatever was lost.
  let beats = 0;
  setInterval(() => { if (about && (!live || ++beats % 10 === 0) && (opened || beats % 5 === 0)) { look(); send(); } }, 3000);
  window.addEventListener('online', () => { retries = 0; connect(); look(); send(); });
  window.addEventListener('storage', () => { render(); look(); });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') { connect(); look(); markRead(); } });
  window.ServiceMeshChat = { open: () => open(true), close: () => open(false), identify: value => { identity = value; } };
  start();

  function build() {
    const host = document.createElement('servicemesh-chat');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`/*widget.css*/`);
    root.adoptedStyleSheets = [sheet];
    const el = (name, attributes = {}, ...children) => {
      const made = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) value === true ? made.setAttribute(key, '') : value !== false && made.setAttribute(key, value);
      made.append(...children);
      return made;
    };
    const linked = text => text.split(/(https?:\/\/[^\s<>"']+)/).map((part, i) => i % 2 ? el('a', { href: part, target: '_blank', rel: 'noopener noreferrer' }, part) : part);
    const title = el('strong'), state = el('small'), close = el('button', { type: 'button', 'aria-label': t('Close chat', '关闭聊天') }, '×');
    const log = el('div', { class: 'log', role: 'log', 'aria-live': 'polite', tabindex: '0', 'aria-label': t('Conversation', '对话') });
    const note = el('div', { class: 'note', role: 'status', hidden: true }), typist = el('div', { class: 'typing', 'aria-live': 'polite' });
    const name = el('input', { name: 'name', autocomplete: 'name', maxlength: '200', placeholder: t('Name', '姓名'), 'aria-label': t('Name', '姓名') });
    const mail = el('input', { name: 'email', type: 'email', autocomplete: 'email', maxlength: '254', placeholder: t('E-mail', '邮箱'), 'aria-label': t('E-mail', '邮箱') });
    const who = el('div', { class: 'who' }, name, mail);
    const text = el('textarea', { name: 'text', maxlength: '20000', placeholder: t('Write a message …', '请输入消息……'), 'aria-label': t('Message', '消息') });
    const picker = el('input', { type: 'file', class: 'file', multiple: true, 'aria-label': t('Attach files', '添加附件') });
    const chosen = el('span', { role: 'status' }), button = el('button', { class: 'send', type: 'submit' }, t('Send', '发送'));
    const form = el('form', {}, who, text, el('div', { class: 'row' }, el('label', { title: t('Attach files', '添加附件') }, icon('m21 11-9 9a6 6 0 0 1-8-8l9-9a4 4 0 0 1 6 6l-9 9a2 2 0 0 1-3-3l8-8', 20), picker), chosen, button));
    const panel = el('section', { class: 'panel', role: 'dialog', 'aria-label': t('Chat with service', '在线客服') }, el('header', {}, title, state, close), note, log, typist, form);
    const badge = el('b', { hidden: true }), bubble = el('button', { class: 'bubble', type: 'button', 'aria-expanded': 'false', 'aria-label': t('Open chat', '打开聊天') });
    bubble.append(icon('M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5z', 26), badge);
    root.append(panel, bubble);
    (document.body || document.documentElement).append(host);
    let files = [], timer = 0;
    const person = store.getJson('person') || {};
    name.value = person.name || ''; mail.value = person.email || '';
    bubble.onclick = () => open(!opened);
    close.onclick = () => { open(false); bubble.focus(); };
    panel.onkeydown = e => { if (e.key === 'Escape') close.onclick(); };
    text.oninput = typing;
    text.onkeydown = e => { if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) { e.preventDefault(); form.requestSubmit(); } };
    picker.onchange = async () => {
      for (const file of picker.files) {
        chosen.textContent = t('Uploading ', '正在上传 ') + file.name;
        try { files.push(await upload(file)); chosen.textContent = files.map(f => f.name).join(', '); }
        catch (e) { chosen.textContent = file.name + ': ' + (e.status === 413 ? t('too large', '文件过大') : e.status === 400 ? t('not accepted', '不支持的文件') : t('not sent, try again', '上传失败，请重试')); }
      }
      picker.value = '';
    };
    form.onsubmit = e => {
      e.preventDefault();
      if (!text.value.trim() && !files.length) return;
      say(text.value.trim(), files);
      store.setJson('person', ui.person());
      text.value = ''; files = []; chosen.textContent = '';
      text.focus();
    };
    const time = at => new Date(at).toLocaleTimeString(chinese ? 'zh-CN' : undefined, { hour: '2-digit', minute: '2-digit' });
    return {
      host,
      person: () => ({ ...(name.value.trim() ? { name: name.value.trim() } : {}), ...(mail.value.trim() ? { email: mail.value.trim() } : {}) }),
      open: yes => { panel.classList.toggle('open', yes); bubble.setAttribute('aria-expanded', yes); if (yes) { log.scrollTop = log.scrollHeight; text.focus(); } },
      badge: () => { badge.hidden = !unseen; badge.textContent = unseen; },
      typing: by => {
        clearTimeout(timer);
        typist.textContent = by ? t(by + ' is typing …', by + ' 正在输入……') : '';
        if (by) timer = setTimeout(() => { typist.textContent = ''; }, 6000);
      },
      show: (about, news, entries, waiting) => {
        if (!about) return;
        title.textContent = about.title;
        if (about.color) host.style.setProperty('--c', about.color);
        state.textContent = news.number || '';
        note.hidden = about.staffed;
        const opens = about.opensAt && new Date(about.opensAt).toLocaleString(chinese ? 'zh-CN' : undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
        note.textContent = t('We are not at our desks now' + (opens ? ' (back ' + opens + ')' : '') + '. Leave a message and your e-mail address, and we will answer.',
          '现在不在服务时间' + (opens ? '（' + opens + ' 恢复）' : '') + '。请留言并填写邮箱，我们会尽快回复。');
        who.hidden = entries.length + waiting.length > 0;
        mail.required = !about.staffed && !who.hidden;
        const bottom = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
        const lastOwn = entries.filter(e => e.from === 'customer').pop();
        const shown = new Set(entries.map(e => e.clientId).filter(Boolean));
        log.replaceChildren(...entries.map(e => el('div', { class: 'm ' + e.from, 'data-place': e.place }, ...linked(e.text),
          ...e.attachments.map(f => { const b = el('button', { type: 'button' }, '↓ ' + (f.name || t('File', '文件'))); b.onclick = () => download(f).catch(() => { typist.textContent = t('The file is not there (yet).', '文件暂时无法获取。'); }); return b; }),
          el('small', {}, (e.from === 'agent' && e.name ? e.name + ' · ' : '') + time(e.at) + (e === lastOwn && news.staffRead >= Math.max(e.place, 1) ? ' · ' + t('read', '已读') : '')))),
        ...waiting.filter(m => !shown.has(m.clientId)).map(m => el('div', { class: 'm customer waiting' }, m.text || m.names.join(', '),
          el('small', {}, m.failed ? t('not sent: ', '未发送：') + m.failed : t('sending …', '发送中……')))));
        if (bottom) log.scrollTop = log.scrollHeight;
      },
    };
  }

  function icon(path, size) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    for (const [key, value] of Object.entries({ width: size, height: size, viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'aria-hidden': true })) svg.setAttribute(key, value);
    svg.appendChild(document.createElementNS(svg.namespaceURI, 'path')).setAttribute('d', path);
    return svg;
  }

  function randomId(bytes) {
    return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes)))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }

  // localStorage, or memory where a browser denies it: then a reload begins a new chat.
  function openStore(prefix) {
    const memory = new Map();
    let real = null;
    try { localStorage.setItem(prefix + ':try', '1'); localStorage.removeItem(prefix + ':try'); real = localStorage; } catch { /* denied */ }
    const s = {
      get: key => (real ? real.getItem(prefix + ':' + key) : memory.get(key)) ?? null,
      set: (key, value) => { real ? real.setItem(prefix + ':' + key, value) : memory.set(key, value); return value; },
      remove: key => { real ? real.removeItem(prefix + ':' + key) : memory.delete(key); },
      list: start => (real ? Object.keys(real).filter(k => k.startsWith(prefix + ':')).map(k => k.slice(prefix.length + 1)) : [...memory.keys()]).filter(k => k.startsWith(start)),
      getJson: key => { try { return JSON.parse(s.get(key)); } catch { return null; } },
      setJson: (key, value) => { s.set(key, JSON.stringify(value)); },
    };
    return s;
  }
})();
