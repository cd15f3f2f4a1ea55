/* ---- Time ---- */

const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
let state = null;
let ahead = 0; // The server's clock, less the browser's.
const now = () => state.manual ? Date.parse(state.now) : Date.now() + ahead;

let formats = { zone: null };
/** Formatters for the team's zone; by its offset where it has no name. */
function inZone() {
  const zone = state.zone ?? /[+-]\d\d:\d\d$/.exec(state.now_local)?.[0] ?? 'UTC';
  if (formats.zone === zone) return formats;
  const make = (options, language = 'en-GB') => {
    try { return new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: 'h23', ...options }); }
    catch { return new Intl.DateTimeFormat(language, { timeZone: 'UTC', hourCycle: 'h23', ...options }); }
  };
  const clock = { hour: '2-digit', minute: '2-digit' };
  formats = {
    zone, clock: make(clock), seconds: make({ ...clock, second: '2-digit' }), weekday: make({ weekday: 'short' }),
    day: make({ weekday: 'short', day: 'numeric', month: 'short' }), year: make({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    long: make({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }), name: make({ timeZoneName: 'short' }, 'en-US'), offset: make({ timeZoneName: 'longOffset' }, 'en-US'),
    parts: make({ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }, 'en-US'),
  };
  return formats;
}
const named = (format, at) => format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
/** Wall-clock time in the team's zone, as if it were UTC. */
function wall(at) {
  const part = Object.fromEntries(inZone().parts.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}
/** The instant of a wall-clock time. */
function instant(local) {
  let at = local;
  for (let i = 0; i < 3 && !far(at); i += 1) at += local - wall(at);
  return at;
}
const dayOf = (at) => Math.floor(wall(at) / DAY);
const far = (at) => !Number.isFinite(at) || Math.abs(at) > 8.6e15;
const dayName = (at) => {
  const days = dayOf(at) - dayOf(now());
  const { day, year } = inZone();
  if (days === 0) return 'Today';
  if (days === 1) return 'Tomorrow';
  return (Math.abs(days) < 180 ? day : year).format(at).replace(',', '');
};
/** `14:05` today, `Tue 14:05` within days, else with the date. */
function short(at) {
  const days = dayOf(at) - dayOf(now());
  const { clock, weekday } = inZone();
  if (days === 0) return clock.format(at);
  return `${Math.abs(days) < 6 ? weekday.format(at) : dayName(at)} ${clock.format(at)}`;
}
const full = (at) => `${inZone().year.format(at).replace(',', '')} ${inZone().seconds.format(at)} ${named(inZone().offset, at)}`;

/** The two largest units. */
function span(ms) {
  const minutes = Math.floor(Math.max(ms, 0) / MINUTE);
  if (minutes < 1) return `${Math.floor(Math.max(ms, 0) / 1000)}s`;
  if (minutes < 60) return `${minutes}m`;
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days) return hours ? `${days}d ${hours}h` : `${days}d`;
  return minutes % 60 ? `${hours}h ${minutes % 60}m` : `${hours}h`;
}
/** Down to the second, each unit of constant width. */
function countdown(ms) {
  const s = Math.floor(Math.abs(ms) / 1000);
  const two = (n) => String(n).padStart(2, '0');
  const [d, h, m] = [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
  return [d ? `${d}d` : '', d || h ? `${d ? two(h) : h}h` : '', `${d || h ? two(m) : m}m`, `${two(s % 60)}s`].filter(Boolean).join(' ');
}
const RELATIVE = {
  ago: (at) => now() - at < 5000 ? 'just now' : `${span(now() - at)} ago`,
  in: (at) => at <= now() ? 'now' : `in ${span(at - now())}`,
  since: (at) => span(now() - at),
  left: (at) => at < now() ? `Late by ${countdown(now() - at)}` : `${countdown(at - now())} left`,
};
/** An element for an instant: its time, or how far away it is (kept up to date by `tick`). */
function time(text, relative) {
  const at = Date.parse(text);
  if (far(at)) return '';
  const attributes = { datetime: text, title: full(at) };
  return relative ? el('time', { ...attributes, 'data-relative': relative }, RELATIVE[relative](at)) : el('time', attributes, short(at));
}
/** Of a run of the clock: how much of it is over, and whether that is fine. */
function tone(item) {
  const [since, due] = [Date.parse(item.waiting_since), Date.parse(item.due_at)];
  const over = due > since ? (now() - since) / (due - since) : 1;
  return { over: Math.min(Math.max(over, 0), 1), tone: now() > due ? 'over' : over > 0.75 ? 'soon' : 'fine' };
}
/** What moves by itself between two polls. */
function tick() {
  if (!state) return;
  const at = now();
  const { clock, seconds, long, name, zone } = inZone();
  const exact = !state.manual || Math.floor(at / 1000) % 60 !== 0;
  show('time', [(exact ? seconds : clock).format(at), zone], () => [(exact ? seconds : clock).format(at), el('small', {}, named(name, at))]);
  show('date', [long.format(at), zone], () => el('span', { class: 'dots' }, el('span', {}, long.format(at)), el('span', {}, zone.replaceAll('_', ' '))));
  for (const node of document.querySelectorAll('[data-relative]')) {
    const text = RELATIVE[node.dataset.relative](Date.parse(node.getAttribute('datetime')));
    if (node.textContent !== text) node.textContent = text;
  }
  for (const node of document.querySelectorAll('[data-run]')) {
    const run = tone(JSON.parse(node.dataset.run));
    if (node.dataset.tone !== run.tone) node.dataset.tone = run.tone;
    const bar = node.querySelector('.bar i');
    if (bar) bar.style.width = `${(run.over * 100).toFixed(2)}%`;
  }
}

