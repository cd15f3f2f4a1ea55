
/* ---- What was sent, and what comes next ---- */

/** Everything that was sent: about items, and hand-offs, preparations, agendas and mails, newest first. */
function allSent() {
  const about = (one) => one.act === 'agenda' || one.act === 'prepare' ? `for ${short(Date.parse(one.of))}` : `of ${short(Date.parse(one.of))}`;
  const besides = state.sent_besides.map((one) => ({ ...one, title: capital(about(one)) }));
  const mails = state.mails.map((mail, number) => ({ act: 'mail', to: { email: mail.to }, title: mail.subject, at: mail.at, shows: '', mail: number }));
  return [...state.sent, ...besides, ...mails].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
/** Whether somebody is still to do something about it. */
const isOpen = (one) => /^open\b/.test(one.shows) && !/^open accepted /.test(one.shows) && !['agenda', 'prepare', 'reply', 'on_call'].includes(one.act);

function sent() {
  const known = names();
  const list = allSent();
  const open = list.filter(isOpen).length;
  $('sent-note').textContent = list.length ? `${plural(list.length, 'message')}, ${open} open` : '';
  const key = (one) => `${one.act} ${one.item ?? one.of ?? one.mail} ${one.at} ${JSON.stringify(one.to)}`;
  show('sent', [list, known, expanded.has('sent'), dayOf(now())], () => {
    if (!list.length) return el('p', { class: 'empty' }, 'Nothing yet. Reminders, escalations, hand-offs and agendas appear here.');
    return cut('sent', list, 12, (some) => el('ol', { class: 'sent' }, some.map((one) => {
      const [text, symbol, colour] = ACTS[one.act] ?? [one.act, 'bell', ''];
      return el('li', { 'data-key': key(one) }, badge(symbol, isOpen(one) ? colour : ''),
        el('div', {}, el('p', { class: 'line' }, el('b', {}, text), el('span', { class: 'soft' }, ' to '), addressee(one.to, known)),
          one.item ? opener(one.item, one.title, 'about') : one.mail !== undefined ? el('button', { class: 'open about', type: 'button', 'data-mail': String(one.mail) }, one.title) : el('p', { class: 'about' }, one.title)),
        el('div', { class: 'end' }, outcome(one), el('span', { class: 'soft' }, time(one.at))));
    })));
  });
}
function addressee(to, known) {
  if (to.email) return bdi(to.email.join(', '));
  return to.person ? bdi(known[to.person] ?? to.person) : known[to.channel] ? bdi(known[to.channel]) : ['channel ', bdi(to.channel)];
}
/** What a message shows now: whether what it is about is still open, or how it ended. */
function outcome(one) {
  const [how, when, who] = (one.shows ?? '').replace(/^open accepted /, 'accepted ').split(' ');
  const after = Number.isFinite(Date.parse(when)) ? span(Date.parse(when) - Date.parse(one.at)) : null;
  const ended = (look, symbol, ...words) => el('span', { class: `chip ${look}`, title: after ? full(Date.parse(when)) : undefined }, icon(symbol), el('span', {}, words, after && `, ${after} later`));
  if (how === 'answered') return ended('good', 'check', who ? bdi(nameOf(who)) : 'answered');
  if (how === 'accepted') return ended('good', 'check', 'accepted');
  if (how === 'dismissed') return ended('', 'check', 'no response needed');
  if (how === 'withdrawn') return ended('', 'closed', 'withdrawn');
  if (isOpen(one)) return chip('accent', icon('clock'), one.act === 'hand_off' ? 'not accepted yet' : 'open');
  return how === 'settled' || how === 'over' ? chip('', icon('check'), 'over') : chip('', icon('check'), 'sent');
}

/** Everything that is known to come, in order of time. */
function events() {
  const titles = new Map([...state.items, ...state.waiting].map((item) => [placeOf(item.id), item]));
  // Who is on call says when the next hand-off is, also where nothing is scheduled for it.
  const list = state.scheduled.filter((due) => due.conversation !== 'oncall').map((due) => {
    const item = titles.get(`${due.conversation} ${due.root ?? ''}`);
    return { key: `${due.conversation} ${due.root} ${due.step} ${due.at}`, at: due.at, step: true, ...step(due.step), id: item?.id, title: item?.title ?? (due.step === 'accept' ? null : due.conversation) };
  });
  const until = state.on_call?.until ?? state.next_on_call?.from;
  if (until) list.push({ key: 'hand-off', at: until, text: 'Hand-off', icon: 'swap', tone: 'accent', note: state.next_on_call ? [state.on_call?.name, state.next_on_call.name].filter(Boolean) : [] });
  const prepare = state.roundup?.prepare;
  const preparer = until && Date.parse(prepare) >= Date.parse(until) ? state.next_on_call : state.on_call;
  if (prepare) list.push({ key: 'prepare', at: prepare, text: 'Preparation', icon: 'edit', tone: '', note: preparer ? [preparer.name] : [] });
  if (state.roundup?.at) list.push({ key: 'meeting', at: state.roundup.at, text: 'Roundup', icon: 'meet', tone: 'accent', note: [], entries: state.roundup.entries.length });
  return list.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
function next() {
  const list = events();
  show('next', [list, state.queued, expanded.has('next'), dayOf(now())], () => [
    state.queued.map(givenUp),
    list.length ? cut('next', list, 9, timeline, (event) => !event.step) : el('p', { class: 'empty' }, 'Nothing is scheduled.')]);
}
/** What is in one of the queues that AWS would raise an alarm about. */
function givenUp({ queue, count }) {
  const isRecords = queue.endsWith('records');
  const what = isRecords ? `${plural(count, 'change')} of the table could not be taken in` : `${plural(count, 'deadline')} could not be carried out`;
  const remedy = isRecords ? 'the hourly reconciliation tries again' : 'the sweep makes up for it';
  return el('p', { class: 'given-up', role: 'alert' }, icon('warn'), el('span', {}, `${what} and ${count === 1 ? 'is' : 'are'} in the queue ${queue}. The log says why; ${remedy}.`));
}
function timeline(list) {
  const days = new Map();
  for (const event of list) {
    const day = dayName(Date.parse(event.at));
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return el('ol', { class: 'days' }, [...days].map(([day, ofDay]) => el('li', { 'data-key': day }, el('h3', {}, day), el('ol', { class: 'line-up' }, ofDay.map((event) => {
    const note = event.note?.length === 2 ? [bdi(event.note[0]), ' to ', bdi(event.note[1])] : event.note?.length ? ['to ', bdi(event.note[0])] : null;
    const at = Date.parse(event.at);
    return el('li', { 'data-key': event.key }, el('time', { datetime: event.at, title: full(at) }, inZone().clock.format(at)), badge(event.icon, event.tone),
      el('div', {}, el('p', {}, el('b', {}, event.text), el('span', { class: 'soft' }, ' ', time(event.at, 'in'))),
        event.id ? opener(event.id, event.title, 'about') : event.title && el('p', { class: 'about', dir: 'auto' }, event.title),
        note && el('p', { class: 'soft' }, note), event.entries !== undefined && el('p', { class: 'soft' }, plural(event.entries, 'entry', 'entries'))));
  })))));
}

