/* ---- Sections ---- */

function onCall() {
  const { on_call: shift, next_on_call: next } = state;
  show('on-call', [shift, next, dayOf(now())], () => {
    const initials = (shift?.name ?? '').split(/\s+/).filter(Boolean).map((word) => [...word][0]).filter((_, i, all) => i === 0 || i === all.length - 1).join('');
    const after = next && el('p', { class: 'after' }, el('span', { class: 'soft' }, 'Then '), bdi(next.name), el('span', { class: 'soft' }, ' from ', time(next.from)));
    if (!shift) return [el('p', { class: 'person soft' }, 'Nobody is on call.'), after];
    const until = shift.until ? ['until ', time(shift.until), ', ', time(shift.until, 'in')] : ['until further notice'];
    return [el('div', { class: 'person' }, el('span', { class: 'face', 'aria-hidden': 'true' }, initials || '?'), el('div', {}, el('b', {}, bdi(shift.name)), el('span', { class: 'soft small' }, shift.instead_of && ['instead of ', bdi(shift.instead_of), ', '], until))), after];
  });
}

function counts() {
  const late = state.waiting.filter((item) => tone(item).tone === 'over').length;
  const next = state.waiting.find((item) => tone(item).tone !== 'over');
  const open = allSent().filter(isOpen).length;
  show('counts', [state.waiting.length, late, next?.due_at, open, dayOf(now())], () => [
    el('dl', { class: 'counts' },
      el('div', {}, el('dt', {}, 'waiting'), el('dd', {}, String(state.waiting.length))),
      el('div', { class: late ? 'over' : '' }, el('dt', {}, 'late'), el('dd', {}, String(late))),
      el('div', {}, el('dt', {}, open === 1 ? 'message open' : 'messages open'), el('dd', {}, String(open)))),
    el('p', { class: 'after soft' }, next ? ['Next answer due ', time(next.due_at, 'in'), ', at ', time(next.due_at)] : state.waiting.length ? 'Everything that waits is late.' : 'No answer is due.')]);
  document.title = `${state.waiting.length ? `(${state.waiting.length}) ` : ''}${state.team} Roundup`;
  const news = `${plural(state.waiting.length, 'item')} waiting, ${late} late`;
  if ($('news').textContent !== news) $('news').textContent = news;
}

function waits() {
  const rows = state.waiting.map((item) => ({ item, tone: tone(item).tone, next: stepsOf(item)[0] ?? null, taken: item.claimed_by && nameOf(`slack:${item.claimed_by}`) }));
  $('waits-note').textContent = rows.length ? 'the most urgent first' : '';
  show('waits', [rows, dayOf(now()), rows.length ? '' : state.roundup.local], () => rows.length ? el('ol', { class: 'waits' }, rows.map(waitRow)) : nobody());
}
function waitRow({ item, tone: is, next, taken }) {
  const late = is === 'over';
  const link = web(item.url);
  const run = { waiting_since: item.waiting_since, due_at: item.due_at };
  const todo = next && step(next.step);
  return el('li', { 'data-key': item.id, 'data-row': item.id, 'data-run': JSON.stringify(run), 'data-tone': is },
    el('p', { class: 'who' }, el('b', {}, bdi(item.requester.name)), company(item.requester), ' in ', bdi(item.source)),
    el('h3', { class: 'what', dir: 'auto', title: item.title }, link ? el('a', { href: link, target: '_blank', rel: 'noreferrer' }, item.title) : item.title),
    el('p', { class: 'left' }, el('b', {}, time(item.due_at, 'left')), el('span', {}, late ? [icon('warn'), 'was due '] : is === 'soon' ? [icon('clock'), 'due soon, '] : 'due ', time(item.due_at))),
    el('div', { class: 'bar', 'aria-hidden': 'true' }, el('i', { style: `width:${(tone(item).over * 100).toFixed(2)}%` })),
    el('div', { class: 'facts' }, kindChip(item.kind), el('span', {}, 'waiting ', time(item.waiting_since, 'since')),
      item.breaches > (late ? 1 : 0) && chip('', icon('warn'), late ? `late ${item.breaches} times` : `was late ${item.breaches === 1 ? 'once' : `${item.breaches} times`}`),
      taken && chip('accent', icon('flag'), bdi(taken)),
      item.snoozed_until && chip('', icon('moon'), 'snoozed until ', time(item.snoozed_until)),
      item.ready && chip('good', icon('meet'), 'ready'),
      todo && el('span', { class: 'next' }, icon(todo.icon), el('span', {}, `${todo.text} `, time(next.at, 'in'))),
      el('button', { class: 'more', type: 'button', 'data-open': item.id, 'aria-label': `History of ${item.title}` }, 'History')));
}
function nobody() {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 72 72');
  svg.setAttribute('aria-hidden', 'true');
  for (const [d, fill, stroke] of [['M36 4a32 32 0 1 1 0 64 32 32 0 0 1 0-64Z', 'var(--good-soft)', 'none'], ['m23 37 9 9 18-20', 'none', 'var(--good)']]) {
    const path = document.createElementNS(SVG, 'path');
    for (const [key, value] of [['d', d], ['fill', fill], ['stroke', stroke], ['stroke-width', '4'], ['stroke-linecap', 'round'], ['stroke-linejoin', 'round']]) path.setAttribute(key, value);
    svg.append(path);
  }
  return el('div', { class: 'nobody' }, svg, el('p', {}, el('b', {}, 'Nobody waits.'), el('span', { class: 'soft' }, 'Everyone who wrote has an answer.')));
}

