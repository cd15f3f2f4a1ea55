/* ---- Words ---- */

const KINDS = { pull_request: ['Pull request', 'Pull requests'], bug: ['Bug', 'Bugs'], feature_request: ['Feature request', 'Feature requests'], question: ['Question', 'Questions'] };
const STATES = { waiting: ['Waiting', 'clock', 'accent'], answered: ['Answered', 'check', 'good'], snoozed: ['Snoozed', 'moon', ''], closed: ['Closed', 'closed', ''] };
const ACTS = {
  remind: ['Reminder', 'bell', 'soon'], escalate: ['Escalation', 'mega', 'over'], escalate_to_lead: ['Escalation to the lead', 'flag', 'over'],
  wake: ['Back from snoozing', 'moon', 'soon'], ask: ['Question', 'chat', 'accent'], reply: ['Answer of a colleague', 'chat', 'good'],
  hand_off: ['Hand-off', 'swap', 'accent'], on_call: ['Who is on call', 'swap', 'accent'], not_accepted: ['Hand-off not accepted', 'warn', 'over'], prepare: ['Preparation', 'edit', 'accent'],
  agenda: ['Agenda', 'meet', 'accent'], mail: ['Agenda by email', 'mail', 'accent'], decision: ['Decision', 'check', 'good'],
  label: ['Labels', 'tag', ''], assign: ['Assignee', 'tag', ''], user_group: ['User group', 'swap', ''],
};
const FIELDS = {
  title: 'Title', description: 'Description of the changes', reasoning: 'Why it makes, or does not make, sense to merge', expected: 'Expected behaviour',
  actual: 'Actual behaviour', recording: 'Recording', want: 'What they want to be able to do', interface: 'Interface', motivation: 'Motivation',
  question: 'The question', best_guess: 'Best guess at an answer', docs_location: 'Where in the documentation the answer belongs',
};
const SHORT_FIELDS = { description: 'description', reasoning: 'reasoning', expected: 'expected', actual: 'actual', want: 'want', motivation: 'motivation', best_guess: 'best guess', docs_location: 'docs location' };
/** How facts of the source are named, by the part before the first colon. */
const FACTS = {
  opened: ['opened it', 'open'], message: ['wrote', 'chat'], comment: ['commented', 'chat'], review: ['reviewed', 'chat'], review_comment: ['commented on the changes', 'chat'],
  edit: ['edited a text', 'edit'], delete: ['deleted a comment', 'bin'], mark: ['put a check mark', 'check'], unmark: ['took a check mark back', 'edit'], closed: ['closed it', 'closed'],
  reopened: ['reopened it', 'open'], drafted: ['made it a draft', 'edit'], ready: ['declared it ready for review', 'open'], labelled: ['put a label on', 'tag'], unlabelled: ['took a label off', 'tag'],
  retitled: ['changed the title', 'edit'], moved_to: ['moved it', 'swap'], moved_from: ['moved it', 'swap'], removed: ['deleted it', 'bin'], deadline: ['Deadline', 'bell'],
  answered: ['pressed Answered', 'check'], no_response: ['pressed No response needed', 'check'],  counts: ['undid a thank-you', 'chat'], joined: ['joined', 'open'], channel: ['changed the channel', 'edit'],
};
/** Facts of triage: what they did says it all. */
const DEEDS = {
  claimed: 'flag', released: 'flag', snoozed: 'moon', woken: 'moon', triaged: 'edit', ready_set: 'meet', same_as: 'swap', duplicate: 'swap', distinct: 'swap',
  asked: 'chat', replied: 'chat', tracked: 'flag', undone: 'edit', decided: 'meet', owned: 'meet',
};
const plural = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** `remind-4h`, `escalate-0m`: what the step does, and when. */
function step(name) {
  const [, what, lapse] = /^(remind|escalate)-(.+)$/.exec(name ?? '') ?? [];
  if (what === 'remind') return { text: 'Reminder', when: `${lapse} before it is due`, icon: 'bell', tone: 'soon' };
  if (what === 'escalate') return { text: 'Escalation', when: lapse === '0m' ? 'when it is due' : `${lapse} after it was due`, icon: 'mega', tone: 'over' };
  if (name === 'wake') return { text: 'Snooze over', when: '', icon: 'clock', tone: '' };
  if (name === 'accept') return { text: 'Hand-off to be accepted by', when: '', icon: 'swap', tone: 'soon' };
  return { text: name || 'Scheduled step', when: '', icon: 'clock', tone: '' };
}
/** Names of people and channels by id, as far as the state says them. */
function names() {
  const known = {};
  for (const { requester } of [...state.items, ...state.waiting]) known[requester.id] = requester.name;
  for (const shift of [state.next_on_call, state.on_call]) if (shift) known[shift.user] = shift.name;
  return Object.assign(known, state.names);
}
function nameOf(key) {
  const [platform, id] = /^(slack|github):(.*)$/.exec(key)?.slice(1) ?? ['', key];
  const known = names();
  if (platform !== 'github') return known[id] ?? id;
  return Object.entries(known).find(([login]) => login.toLowerCase() === id)?.[1] ?? `@${id}`;
}
/** The conversation and root that an item's id says, as schedules name them. */
function placeOf(id) {
  const [, channel, root] = /^slack:[^:]*:([^:]+):(.+)$/.exec(id) ?? [];
  return channel ? `slack:${channel} ${root}` : `${id} `;
}
const stepsOf = (item) => state.scheduled.filter((due) => `${due.conversation} ${due.root ?? ''}` === placeOf(item.id)).sort((a, b) => a.at.localeCompare(b.at));

const chip = (kind, ...content) => el('span', { class: `chip ${kind}` }, content);
const kindChip = (kind) => el('span', { class: 'chip kind', 'data-kind': kind ?? '' }, KINDS[kind]?.[0] ?? 'Kind not set');
function stateChip(item) {
  const [text, symbol, colour] = STATES[item.state] ?? [item.state, 'dot', ''];
  const late = item.due_at && tone(item).tone === 'over';
  return late ? chip('over', icon('warn'), 'Late') : chip(colour, icon(symbol), text);
}
const missingChip = (fields) => fields.length > 0 && el('span', { class: 'chip missing', title: fields.map((field) => FIELDS[field] ?? field).join('; ') }, icon('edit'), `missing: ${fields.map((field) => SHORT_FIELDS[field] ?? field).join(', ')}`);
/** What was done about an item besides answering it. */
const deeds = (item) => [
  item.claimed_by && chip('accent', icon('flag'), bdi(nameOf(`slack:${item.claimed_by}`))),
  item.snoozed_until && chip('', icon('moon'), 'until ', time(item.snoozed_until)),
  item.ready && chip('good', icon('meet'), 'ready'),
  item.same_as && chip('', icon('swap'), 'joined with another'),
  item.asked_by?.length > 0 && chip('', icon('swap'), `asked by ${item.asked_by.length + 1}`),
  item.kind && !item.same_as && (item.ready || item.state !== 'closed') && missingChip(item.missing),
].filter(Boolean);
const badge = (name, colour) => el('span', { class: `badge ${colour}` }, icon(name));
const opener = (id, title, look) => el('button', { class: `open ${look}`, type: 'button', 'data-open': id, dir: 'auto' }, title || 'Untitled');
const company = (requester) => requester.company ? [' ', el('span', {}, '(', bdi(requester.company), ')')] : null;

const expanded = new Set();
/** The first of a list and what is always to be seen, and a button for the others. */
function cut(id, list, count, render, always = () => false) {
  const all = expanded.has(id);
  const first = list.filter((one, i) => i < count || always(one));
  const rest = list.length - first.length;
  return [render(all || rest <= 2 ? list : first), rest > 2 && el('p', { class: 'foot' }, el('button', { class: 'more', type: 'button', 'data-expand': id, 'aria-expanded': String(all) }, all ? 'Show fewer' : `Show all ${list.length}`))];
}

