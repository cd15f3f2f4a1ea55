/* ---- Polling ---- */

/** The JSON of an answer; its `error` where it is none. */
async function read(url, options) {
  let answer;
  try { answer = await fetch(url, { cache: 'no-store', ...options }); } catch { throw new Error('the process does not answer'); }
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(body?.error ?? `the process answers ${answer.status}`);
  if (body === null) throw new Error('the answer is not understood');
  return body;
}
let failures = 0, timer = 0, polling = null;
let heard = 0; // When the last answer came, by the browser's clock.

async function refresh() {
  const asked = Date.now();
  try {
    const fresh = await read('/dev/state', { signal: AbortSignal.timeout?.(15_000) });
    heard = Date.now();
    ahead = Date.parse(fresh.now) - (asked + heard) / 2;
    state = fresh;
    failures = 0;
    render();
  } catch (error) {
    failures += 1;
    connection(error);
  }
}
/** Reads the state, once however many ask at a time. */
function poll() {
  clearTimeout(timer);
  polling ??= refresh().finally(() => {
    polling = null;
    timer = setTimeout(poll, document.hidden ? 10_000 : Math.min(1000 * 2 ** Math.min(failures, 3), 5000));
  });
  return polling;
}
function connection(error) {
  const lost = failures >= (state ? 2 : 1) && !moving;
  $('live').dataset.is = lost ? 'lost' : 'live';
  $('live').textContent = lost ? 'Connection lost' : 'Live';
  $('lost').hidden = !lost;
  if (!lost) return;
  const text = `${capital(error.message)}. ${state ? `This is what was known at ${new Date(heard).toLocaleTimeString('en-GB')}. ` : ''}Trying again.`;
  if ($('lost').textContent !== text) $('lost').textContent = text;
}
function render() {
  $('main').hidden = false;
  $('team').textContent = state.team;
  $('manual').hidden = $('moves').hidden = !state.manual;
  $('hero').classList.toggle('manual', state.manual);
  $('calls-card').hidden = $('slack-card').hidden = !state.calls;
  connection();
  tick();
  for (const section of [onCall, counts, waits, sent, next, roundup, items, buttons, agenda, mails, slack, readItem]) section();
}

for (const summary of document.querySelectorAll('[data-icon]')) summary.prepend(icon(summary.dataset.icon));
$('find').addEventListener('input', () => state && items());
$('only').addEventListener('change', () => state && items());
document.addEventListener('click', (event) => {
  const target = event.target;
  const advance = target.closest('[data-advance]');
  if (advance) return void move({ advance: advance.dataset.advance });
  const expand = target.closest('[data-expand]')?.dataset.expand;
  if (expand) {
    if (!expanded.delete(expand)) expanded.add(expand);
    return void ({ sent, next, items })[expand]();
  }
  const mail = target.closest('[data-mail]')?.dataset.mail;
  if (mail) return void openMail(Number(mail));
  const channel = target.closest('[data-place]')?.dataset.place;
  if (channel) {
    place = channel;
    return void slack();
  }
  const open = target.closest('[data-open]')?.dataset.open;
  if (open) return void openItem(open);
  // A click anywhere else on a row opens it too, unless it was to select text or follow a link.
  const row = target.closest('[data-row]')?.dataset.row;
  if (row && !target.closest('a, button') && !String(getSelection())) openItem(row);
});
document.addEventListener('visibilitychange', () => { if (!document.hidden) poll(); });
setInterval(tick, 1000);
poll().then(() => {
  const item = [...state?.waiting ?? [], ...state?.items ?? []].find(({ id }) => `#${encodeURIComponent(id)}` === location.hash);
  if (item) openItem(item.id);
});
