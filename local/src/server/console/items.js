/* ---- All items ---- */

function items() {
  const words = $('find').value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const only = $('only').value;
  const text = (item) => [item.title, item.requester.name, item.requester.company, item.source, item.id, KINDS[item.kind]?.[0]].join(' ').toLowerCase();
  const list = state.items.filter((item) => (!only || item.state === only) && words.every((word) => text(item).includes(word)));
  $('items-note').textContent = list.length === state.items.length ? String(list.length) : `${list.length} of ${state.items.length}`;
  const rows = list.map((item) => ({ item, tone: item.due_at && tone(item).tone, taken: item.claimed_by && nameOf(`slack:${item.claimed_by}`) }));
  show('items', [rows, expanded.has('items'), dayOf(now())], () => {
    if (!rows.length) return el('p', { class: 'empty' }, state.items.length ? 'None like that.' : 'Nobody has written yet.');
    const heads = [['Title', ''], ['Kind', 'm2'], ['State', 'last'], ['Opened', 'm2'], ['First answer', 'm3'], ['Late', 'm3']];
    return cut('items', rows, 15, (some) => el('table', {}, el('thead', {}, el('tr', {}, heads.map(([head, look]) => el('th', { scope: 'col', class: look }, head)))), el('tbody', {}, some.map(({ item }) => el('tr', { 'data-key': item.id, 'data-row': item.id },
      el('td', {}, opener(item.id, item.title, ''), el('span', { class: 'who small' }, bdi(item.requester.name), company(item.requester), ' in ', bdi(item.source)),
        deeds(item).length > 0 && el('span', { class: 'deeds' }, deeds(item))),
      el('td', { class: 'm2' }, kindChip(item.kind)), el('td', { class: 'last' }, stateChip(item)), el('td', { class: 'm2 soft' }, time(item.opened_at)),
      el('td', { class: 'm3 soft num' }, typeof item.first_response_seconds === 'number' ? `after ${span(item.first_response_seconds * 1000)}` : '–'),
      el('td', { class: 'm3 soft num' }, item.breaches ? `${item.breaches}×` : '–'))))));
  });
}

/* ---- One item ---- */

const dialog = $('dialog');
let opened = null; // The item whose panel is open, and the state of it that is shown.

function openItem(id) {
  opened = { id, seen: null };
  shown.delete('item');
  $('item').replaceChildren(el('p', { class: 'soft' }, 'Reading…'));
  $('item-id').textContent = id;
  $('item-link').hidden = true;
  history.replaceState(null, '', `#${encodeURIComponent(id)}`);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  readItem();
}
async function readItem() {
  if (!opened || !dialog.open) return;
  const { id } = opened;
  const listed = [...state.waiting, ...state.items].find((item) => item.id === id);
  const seen = JSON.stringify([listed, state.manual ? state.now : Math.floor(now() / 10_000)]);
  if (opened.seen === seen) return;
  opened.seen = seen;
  try {
    const item = await read(`/dev/items/${encodeURIComponent(id)}`);
    if (opened?.id === id) panel(item);
  } catch (error) {
    if (opened?.id !== id) return;
    opened.seen = null;
    if (!shown.has('item')) $('item').replaceChildren(el('p', { class: 'empty', role: 'alert' }, capital(error.message)));
  }
}
function panel(item) {
  const link = web(item.url);
  $('item-link').hidden = !link;
  if (link) $('item-link').href = link;
  $('item-link').replaceChildren(`Open in ${item.requester.platform === 'github' ? 'GitHub' : 'Slack'} `, icon('out'));
  show('item', [item, dayOf(now()), item.due_at && tone(item).tone, stepsOf(item)], () => {
    const due = stepsOf(item)[0];
    const pairs = [
      ['Asked by', [bdi(item.requester.name), company(item.requester), item.requester.name !== item.requester.id && el('span', { class: 'soft' }, ' ', el('code', {}, item.requester.id))]],
      ['Opened', [time(item.opened_at), el('span', { class: 'soft' }, ', ', time(item.opened_at, 'ago'))]],
      item.waiting_since && ['Waiting since', [time(item.waiting_since), el('span', { class: 'soft' }, ', for ', time(item.waiting_since, 'since'))]],
      item.due_at && ['Answer due', [time(item.due_at), el('span', { class: 'soft' }, ', ', time(item.due_at, 'left'))]],
      due && ['Next step', [step(due.step).text, ' ', time(due.at), el('span', { class: 'soft' }, ', ', step(due.step).when)]],
      ['First answer', [typeof item.first_response_seconds === 'number' ? `after ${span(item.first_response_seconds * 1000)}` : 'none yet']],
      ['Answers late', [item.breaches ? String(item.breaches) : 'none']],
      item.claimed_by && ['Taken by', [bdi(nameOf(`slack:${item.claimed_by}`))]],
      item.snoozed_until && ['Snoozed until', [time(item.snoozed_until)]],
      item.same_as && ['Joined with', [opener(item.same_as, state.items.find(({ id }) => id === item.same_as)?.title ?? item.same_as, '')]],
      item.asked_by?.length > 0 && ['Also asked by', item.asked_by.map((one, i) => [i > 0 && ', ', bdi(one.name), company(one)])],
      ['For the Roundup', [item.ready ? 'ready' : 'not ready']],
    ].filter(Boolean);
    const { trace, ...facts } = item;
    const fields = Object.keys(FIELDS).filter((field) => field in (item.form ?? {}) || item.missing.includes(field));
    return [el('div', { class: 'chips' }, stateChip(item), kindChip(item.kind), chip('', bdi(item.source))),
      el('h2', { id: 'item-title', dir: 'auto' }, item.title || 'Untitled'),
      el('dl', { class: 'pairs' }, pairs.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
      el('section', {}, el('h3', {}, 'What happened'), trace.length ? el('ol', { class: 'line-up trace' }, trace.map(traceRow)) : el('p', { class: 'soft' }, 'Nothing that counted.')),
      fields.length > 0 && el('section', {}, el('h3', {}, 'The form'), el('dl', { class: 'pairs' }, fields.map((field) => [el('dt', {}, FIELDS[field] ?? field), el('dd', {}, item.form?.[field] ? bdi(item.form[field]) : chip('missing', icon('edit'), 'missing'))]))),
      el('section', {}, el('details', { class: 'fold' }, el('summary', {}, icon('right'), 'JSON'), el('pre', { tabindex: '0' }, JSON.stringify({ ...facts, trace }, null, 2))))];
  });
}
function traceRow(entry) {
  const fact = entry.fact.split(':')[0];
  const [what, symbol] = FACTS[fact] ?? [entry.fact, DEEDS[fact] ?? 'dot'];
  const reached = /^(\S+): its time came$/.exec(entry.effect)?.[1];
  const look = /\blate by\b/.test(entry.effect) ? 'over' : /^answered .*in time$/.test(entry.effect) ? 'good' : /^clock started/.test(entry.effect) ? 'accent' : reached ? step(reached).tone : '';
  const line = reached ? [el('b', {}, step(reached).text), el('span', { class: 'soft' }, ` ${step(reached).when}`)] : DEEDS[fact] && !entry.by ? aboutItems(capital(entry.effect)) : [el('b', {}, entry.by ? bdi(entry.by) : 'Somebody'), ' ', DEEDS[fact] ? aboutItems(entry.effect) : what];
  return el('li', { 'data-key': `${entry.fact} ${entry.at}` }, time(entry.at), badge(reached ? step(reached).icon : symbol, look),
    el('div', {}, el('p', {}, line), !reached && !DEEDS[fact] && el('p', { class: `effect ${look || 'soft'}` }, inText(capital(entry.effect))), el('code', {}, entry.fact)));
}
/** Names of items inside a text, by their titles. */
const aboutItems = (text) => text.split(' ').map((word) => {
  const item = state.items.find(({ id }) => id === word || capital(id) === word);
  return item ? [opener(item.id, item.title, 'within'), ' '] : [inText(word), ' '];
});
/** Instants inside a text, in the team's zone. */
const inText = (text) => text.split(/(\d{4}-\d\d-\d\dT[\d:.]+Z)/).map((part, i) => i % 2 ? time(part) : part);

dialog.addEventListener('close', () => { opened = null; history.replaceState(null, '', location.pathname); });
dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
$('close').append(icon('close'));
$('close').addEventListener('click', () => dialog.close());

