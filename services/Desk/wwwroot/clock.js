// A clock that ticks by itself: the server says where it stands, the browser counts.
// Works on absolute instants, corrected by the difference between the server's clock and this device's.
const serverNow = Number(document.querySelector('meta[name="server-now"]')?.content) || Date.now();
const offset = serverNow - Date.now();
const now = () => Date.now() + offset;
const two = n => String(n).padStart(2, '0');
const ROUND = 2 * Math.PI * 9;
const GLYPHS = {
  pause: '<path d="M10 8.500v7M14 8.500v7"/>',
  met: '<path d="m8.200 12.300 2.700 2.700 5-5.500"/>',
  over: '<path d="M12 8v4.500M12 15.600v.1"/>',
};

/** 4:05 below an hour, 2:04:05 below a day, then days and hours. */
export function figures(seconds, zh) {
  const s = Math.max(0, Math.floor(seconds));
  const d = Math.floor(s / 86400), h = Math.floor(s / 3600) % 24, m = Math.floor(s / 60) % 60;
  if (d > 0) return zh ? `${d}天${h}时` : `${d}d ${h}h`;
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

/** The same rules as ClockFace in C#: how urgent, how full, which figures. */
export function face(c, at) {
  const number = name => c.getAttribute(name) === null ? null : Number(c.getAttribute(name));
  const state = c.getAttribute('state'), due = number('due'), start = number('start');
  if (state === 'met') return { look: 'met', share: 1, seconds: null };
  if (state === 'metLate') return { look: 'late', share: 1, seconds: null };
  if (state === 'breached') return { look: 'overdue', share: 1, seconds: (at - due) / 1000 };
  if (state === 'paused') {
    const target = number('target'), left = number('remaining');
    return { look: 'paused', share: target > 0 ? Math.min(1, Math.max(0, 1 - left / target)) : 0, seconds: left };
  }
  if (at >= due) return { look: 'overdue', share: 1, seconds: (at - due) / 1000 };
  const share = due > start ? Math.min(1, Math.max(0, (at - start) / (due - start))) : 1;
  return { look: share >= .8 ? 'hot' : share >= .5 ? 'warm' : 'calm', share, seconds: (due - at) / 1000 };
}

const alive = new Set();

class Clock extends HTMLElement {
  static observedAttributes = ['state', 'due', 'start', 'target', 'remaining', 'lang'];

  connectedCallback() {
    alive.add(this);
    this.innerHTML =
      '<svg viewBox="0 0 24 24" aria-hidden="true"><circle class="track" cx="12" cy="12" r="9"/>' +
      `<circle class="used" cx="12" cy="12" r="9" stroke-dasharray="${ROUND}" transform="rotate(-90 12 12)"/><g class="glyph"></g></svg>` +
      '<span class="figures" aria-hidden="true"></span>';
    this.tick();
  }

  disconnectedCallback() {
    alive.delete(this);
  }

  attributeChangedCallback() {
    if (this.isConnected && this.firstChild) this.tick();
  }

  tick() {
    const f = face(this, now());
    if (this.dataset.look !== f.look) {
      this.dataset.look = f.look;
      const glyph = f.look === 'paused' ? GLYPHS.pause : f.look === 'overdue' ? GLYPHS.over : f.look === 'met' || f.look === 'late' ? GLYPHS.met : '';
      this.querySelector('.glyph').innerHTML = glyph;
    }
    // What is left is drawn: the ring empties as time is used.
    this.querySelector('.used').style.strokeDashoffset = String(f.look === 'calm' || f.look === 'warm' || f.look === 'hot' || f.look === 'paused' ? ROUND * f.share : 0);
    const text = f.seconds === null ? this.getAttribute(f.look === 'late' ? 'late' : 'met') : (f.look === 'overdue' ? '+' : '') + figures(f.seconds, this.lang.startsWith('zh'));
    const out = this.querySelector('.figures');
    if (out.textContent !== text) out.textContent = text;
  }
}

customElements.define('sm-clock', Clock);

// One beat for all, on the second.
(function beat() {
  for (const clock of alive) clock.tick();
  setTimeout(beat, 1000 - (now() % 1000) + 5);
})();
