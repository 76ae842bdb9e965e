// Keyboard, theme, copying and the lost connection: what must work without a round trip.
const typing = e => e.target.closest?.('input, textarea, select, [contenteditable], .rz-dialog, .rz-dropdown-panel');
const links = () => [...document.querySelectorAll('.row-link')];

function move(step) {
  const all = links();
  if (all.length === 0) return false;
  const at = all.indexOf(document.activeElement);
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
  next.focus({ preventScroll: true });
  next.closest('[role=row], .follow-up')?.scrollIntoView({ block: 'nearest' });
  return true;
}

function go(address) {
  const link = document.createElement('a');
  link.href = address;
  document.body.append(link);
  link.click();
  link.remove();
}

document.addEventListener('keydown', e => {
  if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && e.target.matches?.('textarea[data-send]')) {
    e.target.dispatchEvent(new Event('change', { bubbles: true }));
    e.target.closest('form, .composer')?.querySelector('[data-send-button]')?.click();
    e.preventDefault();
    return;
  }
  if (e.key === 'Escape') {
    document.querySelectorAll('details.menu[open]').forEach(d => d.removeAttribute('open'));
    if (e.target.id === 'board-search') e.target.blur();
  }
  // Tabs as ARIA has them: one stop of the Tab key, arrows between them.
  const tabs = e.target.matches?.('[role=tab]') && ['ArrowRight', 'ArrowLeft', 'Home', 'End'].includes(e.key) && [...e.target.closest('[role=tablist]').querySelectorAll('[role=tab]')];
  if (tabs) {
    const at = { ArrowRight: tabs.indexOf(e.target) + 1, ArrowLeft: tabs.indexOf(e.target) - 1, Home: 0, End: -1 }[e.key];
    const next = tabs.at(at % tabs.length);
    next.focus();
    next.click();
    e.preventDefault();
    return;
  }
  if (e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
  const done = {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
    '/': () => { const box = document.getElementById('board-search'); box?.focus(); box?.select(); return box; },
    n: () => { go('/new'); return true; },
    b: () => { go('/'); return true; },
  }[e.key]?.();
  if (done) e.preventDefault();
});

// How long an answer is, as its platform counts it.
document.addEventListener('input', e => {
  const part = e.target.matches?.('textarea[data-part]') && Number(e.target.dataset.part);
  const shown = part && e.target.closest('.composer')?.querySelector('.text-count');
  if (!shown) return;
  const size = e.target.dataset.bytes ? new TextEncoder().encode(e.target.value.trim()).length : e.target.value.trim().length;
  shown.querySelector('[data-count]').value = size.toLocaleString(document.documentElement.lang);
  shown.querySelector('[data-more]').hidden = size <= part;
  shown.toggleAttribute('data-long', size > part);
});

document.addEventListener('click', async e => {
  for (const menu of document.querySelectorAll('details.menu[open]'))
    if (!menu.contains(e.target) || e.target.closest('.menu-list a, .menu-list button')) menu.removeAttribute('open');

  const copy = e.target.closest('[data-copy]');
  if (copy) {
    try {
      await navigator.clipboard.writeText(copy.dataset.copy);
      copy.dataset.copied = '';
      setTimeout(() => delete copy.dataset.copied, 1500);
    } catch {
      // No clipboard on plain http: the text itself can be selected.
    }
  }

  if (e.target.closest('[data-theme-toggle]')) {
    const root = document.documentElement;
    const dark = root.dataset.theme === 'dark' || (root.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    root.dataset.theme = dark ? 'light' : 'dark';
    fetch(`/preferences?theme=${root.dataset.theme}&returnUrl=/favicon.svg`).catch(() => {});
  }

  if (e.target.closest('[data-reload]')) {
    e.preventDefault();
    location.reload();
  }
  if (e.target.closest('[data-reconnect]')) reconnect();
});

async function reconnect() {
  try {
    if (!(await Blazor.reconnect())) location.reload();
  } catch {
    // The server does not answer yet; the bar stays.
  }
}

document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', e => {
  if (e.detail.state === 'rejected') location.reload();
  if (e.detail.state === 'failed') document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && reconnect(), { once: true });
});
