/* ---- The coming Roundup ---- */

function roundup() {
  const { at, entries, untriaged, week } = state.roundup;
  show('roundup', [state.roundup.entries, at, untriaged, { ...week, to: '' }, state.items.map((item) => [item.id, item.title]), dayOf(now())], () => {
    const when = Date.parse(at);
    const byKind = Object.keys(KINDS).map((kind) => [kind, entries.filter((entry) => entry.kind === kind)]).filter(([, list]) => list.length);
    const incomplete = entries.filter((entry) => entry.missing.length).length;
    const summary = [plural(entries.length, 'entry', 'entries'), incomplete && `${incomplete} incomplete`, untriaged && `${untriaged} not triaged yet`].filter(Boolean);
    return el('div', { class: 'agenda' },
      el('p', { class: 'when' }, `${inZone().long.format(when).replace(/ \d{4}$/, '')}, ${inZone().clock.format(when)}`),
      el('p', { class: 'soft small dots' }, el('span', {}, time(at, 'in')), summary.map((text) => el('span', {}, text))),
      byKind.length ? el('ul', { class: 'kinds' }, byKind.map(([kind, list]) => el('li', { 'data-key': kind }, el('h3', {}, el('span', { class: 'chip kind', 'data-kind': kind }, KINDS[kind][list.length === 1 ? 0 : 1]), el('span', { class: 'soft num' }, String(list.length))),
        el('ul', {}, list.map((entry) => el('li', {}, entryTitle(entry), missingChip(entry.missing))))))) : el('p', { class: 'soft small after' }, 'Nothing is ready for it yet.'),
      weekNumbers(week));
  });
}
/** The state names no item for an entry; one of the same kind and title is it, if there is only one. */
function entryTitle(entry) {
  const same = state.items.filter((item) => entry.item ? item.id === entry.item : item.kind === entry.kind && item.title === entry.title);
  return same.length === 1 ? opener(same[0].id, entry.title, '') : el('span', { dir: 'auto' }, entry.title);
}
function weekNumbers(week) {
  const parts = [['in_time', 'in time'], ['late', 'late'], ['waiting', 'not due yet'], ['withdrawn', 'taken back']].filter(([name]) => week[name] > 0);
  const response = week.first_response_seconds ?? {};
  const tile = (name, text) => el('div', {}, el('dt', {}, text), el('dd', {}, typeof response[name] === 'number' ? span(response[name] * 1000) : '–'));
  return el('div', { class: 'week' }, el('h3', {}, 'The week so far ', el('span', { class: 'soft' }, `${plural(week.comments, 'comment')} from outside`)),
    week.comments > 0 && el('div', { class: 'stack', 'aria-hidden': 'true' }, parts.map(([name]) => el('i', { class: name, style: `flex:${week[name]}` }))),
    week.comments > 0 && el('ul', { class: 'legend soft' }, parts.map(([name, text]) => el('li', { class: name }, `${week[name]} ${text}`))),
    el('dl', { class: 'tiles', 'aria-label': 'Time to answer' }, tile('median', 'Median answer'), tile('p90', '9 in 10 within'), tile('max', 'Longest')));
}

/* ---- Its agenda as Slack, as email and as a page; and mails ---- */

const tabs = [...document.querySelectorAll('#agenda-tabs [role="tab"]')];
let tab = 'slack';
let agendaSeen = null; // What the agenda was drawn from, and as what.

/** Draws the agenda anew if it may have changed. */
async function agenda() {
  const { entries, at, untriaged, week } = state.roundup;
  const seen = JSON.stringify([tab, entries, at, untriaged, { ...week, to: '' }, state.manual && state.now, state.items.map((item) => [item.id, item.form, item.ready, item.state])]);
  if (agendaSeen === seen) return;
  agendaSeen = seen;
  if (tab !== 'slack') return void frames.agenda.show(`/dev/digest?format=${tab === 'email' ? 'email' : 'html'}`);
  try {
    const messages = await read('/dev/digest?format=slack');
    show('agenda-slack', [messages, names(), dayOf(now())], () => conversation(messages));
  } catch (error) {
    agendaSeen = null;
    shown.delete('agenda-slack');
    $('agenda-slack').replaceChildren(el('p', { class: 'empty', role: 'alert' }, capital(error.message)));
  }
}
function choose(name) {
  tab = name;
  for (const one of tabs) {
    const chosen = one.dataset.tab === name;
    one.setAttribute('aria-selected', String(chosen));
    one.tabIndex = chosen ? 0 : -1;
  }
  $('agenda-slack').hidden = name !== 'slack';
  $('agenda-frame').hidden = name === 'slack';
  for (const panel of [$('agenda-slack'), $('agenda-frame')]) panel.setAttribute('aria-labelledby', `tab-${name}`);
  if (state) agenda();
}
for (const [i, one] of tabs.entries()) {
  one.addEventListener('click', () => choose(one.dataset.tab));
  one.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(i + step + tabs.length) % tabs.length];
    choose(next.dataset.tab);
    next.focus();
  });
}

/** A frame whose links open in tabs of their own. Nothing in it runs. */
function framed(frame) {
  let shownUrl = null;
  frame.addEventListener('load', () => {
    for (const link of frame.contentDocument?.querySelectorAll('a[href^="http"]') ?? []) { link.target = '_blank'; link.rel = 'noreferrer'; }
  });
  return {
    show(url) {
      if (shownUrl === url) frame.contentWindow.location.reload();
      else frame.src = url;
      shownUrl = url;
    },
  };
}
const frames = { agenda: framed($('agenda-frame')), mail: framed($('mail-frame')) };

let mailShown = null;
/** Mails so far, newest first; one of them open. */
function mails() {
  $('mail-note').textContent = state.mails.length ? plural(state.mails.length, 'mail') : '';
  show('mails', [state.mails, mailShown, dayOf(now())], () => state.mails.length ? el('ol', { class: 'mails' }, state.mails.map((mail, number) => el('li', { 'data-key': String(number) }, badge('mail', number === mailShown ? 'accent' : ''),
    el('div', {}, el('button', { class: 'open', type: 'button', 'data-mail': String(number), 'aria-pressed': String(number === mailShown), dir: 'auto' }, mail.subject), el('p', { class: 'soft small' }, 'to ', bdi(mail.to.join(', ')))), el('span', { class: 'soft small num' }, time(mail.at)))).reverse())
    : el('p', { class: 'empty' }, 'No mail was sent yet.'));
}
function openMail(number) {
  mailShown = mailShown === number ? null : number;
  $('mail-frame').hidden = mailShown === null;
  mails();
  if (mailShown === null) return;
  frames.mail.show(`/dev/mail/${number}`);
  $('mails-name').closest('section').scrollIntoView({ block: 'nearest' });
}

