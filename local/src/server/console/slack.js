/* ---- Messages as Slack shows them (Slack, "Block Kit", "Formatting text for app surfaces"). What they offer to press is shown, and does nothing. ---- */

const EMOJI = { pray: '🙏', tada: '🎉', white_check_mark: '✅', wave: '👋', thumbsup: '👍', '+1': '👍', heart: '❤️', warning: '⚠️' };
const entities = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>' })[name]);
const MARKS = [
  [/<([^<>\n]+)>/u, (inside) => marked(inside)],
  [/`([^`\n]+)`/u, (inside) => el('code', {}, entities(inside))],
  [/(?<![\p{L}\p{N}*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\p{L}\p{N}*])/u, (inside) => el('b', {}, inline(inside))],
  [/(?<![\p{L}\p{N}_])_(?!\s)([^_\n]+?)(?<!\s)_(?![\p{L}\p{N}_])/u, (inside) => el('i', {}, inline(inside))],
  [/(?<![\p{L}\p{N}~])~(?!\s)([^~\n]+?)(?<!\s)~(?![\p{L}\p{N}~])/u, (inside) => el('s', {}, inline(inside))],
  [/:([a-z0-9_+-]+):/u, (name) => EMOJI[name] ?? `:${name}:`],
];
/** mrkdwn of one line as nodes. */
function inline(text) {
  const found = MARKS.map(([pattern, draw]) => ({ match: pattern.exec(text), draw })).filter(({ match }) => match).sort((a, b) => a.match.index - b.match.index)[0];
  if (!found) return text ? [entities(text)] : [];
  const { match, draw } = found;
  return [entities(text.slice(0, match.index)), draw(match[1]), ...inline(text.slice(match.index + match[0].length))].filter((part) => part !== '');
}
/** What stands between angle brackets: somebody, a channel, everybody, or a link. */
function marked(inside) {
  const [target, label] = inside.split('|');
  const known = names();
  if (/^@[UW]/.test(target)) return el('span', { class: 'mention' }, '@', bdi(known[target.slice(1)] ?? target.slice(1)));
  if (/^#C/.test(target)) return el('span', { class: 'mention' }, '#', bdi(label ?? known[target.slice(1)] ?? target.slice(1)));
  if (/^!/.test(target)) return el('span', { class: 'mention' }, label ?? `@${target.slice(1)}`);
  const url = web(entities(target));
  return url ? el('a', { href: url, target: '_blank', rel: 'noreferrer' }, entities(label ?? target)) : entities(label ?? target);
}
/** mrkdwn: lines, and quoted lines. */
function mrkdwn(text) {
  const blocks = [];
  for (const line of text.split('\n')) {
    const [, quoted] = /^(?:>|&gt;) ?(.*)$/.exec(line) ?? [];
    const last = blocks.at(-1);
    const kind = quoted === undefined ? 'p' : 'blockquote';
    if (last?.kind === kind) last.lines.push(quoted ?? line);
    else blocks.push({ kind, lines: [quoted ?? line] });
  }
  return blocks.map(({ kind, lines }) => el(kind, { dir: 'auto' }, lines.map((line, i) => [i > 0 && el('br'), inline(line.replace(/^ +/, (space) => '\u00a0'.repeat(space.length)))])));
}
const said = (object) => object?.type === 'mrkdwn' ? mrkdwn(object.text) : [el('p', { dir: 'auto' }, object?.text ?? '')];

/** A button, or a menu, as far as it can be seen. */
function element(one) {
  const text = one.text?.text ?? one.initial_option?.text.text ?? (one.initial_user ? names()[one.initial_user] ?? one.initial_user : null) ?? one.placeholder?.text ?? one.alt_text ?? '';
  if (one.type === 'image') return el('span', { class: 'soft' }, text);
  const menu = one.type !== 'button';
  const empty = menu && !one.initial_option && !one.initial_user;
  return el('button', { type: 'button', disabled: '', class: `press ${one.style ?? ''} ${menu ? 'menu' : ''} ${empty ? 'empty-menu' : ''}`, title: 'Only to be seen: it works in Slack' }, text, menu && icon('down'));
}
const ELEMENTS = {
  text: (one) => el('span', { class: [one.style?.bold && 'strong', one.style?.italic && 'em'].filter(Boolean).join(' ') }, one.text),
  link: (one) => web(one.url) ? el('a', { href: one.url, target: '_blank', rel: 'noreferrer' }, one.text ?? one.url) : one.text ?? '',
  user: (one) => marked(`@${one.user_id}`), emoji: (one) => EMOJI[one.name] ?? `:${one.name}:`,
};
const BLOCKS = {
  header: (block) => el('h4', { dir: 'auto' }, block.text.text),
  section: (block) => el('div', { class: 'section' }, el('div', {}, block.text && said(block.text), block.fields && el('div', { class: 'pair' }, block.fields.map((field) => el('div', {}, said(field))))), block.accessory && element(block.accessory)),
  context: (block) => el('div', { class: 'context' }, block.elements.map((one) => one.type === 'image' ? element(one) : el('div', {}, said(one)))),
  actions: (block) => el('div', { class: 'presses' }, block.elements.map(element)),
  divider: () => el('hr'),
  rich_text: (block) => block.elements.map((part) => el(part.type === 'rich_text_quote' ? 'blockquote' : 'p', { dir: 'auto' }, (part.elements ?? []).map((one) => ELEMENTS[one.type]?.(one) ?? ''))),
};
/** A message of Roundup's: `text`, `blocks`, and when it was sent, if it was. */
function message({ text, blocks, at, edited }, key) {
  const drawn = blocks?.length ? blocks.map((block) => BLOCKS[block.type]?.(block) ?? el('p', { class: 'soft' }, `(${block.type})`)) : mrkdwn(text ?? '');
  return el('article', { class: 'message', 'data-key': key }, el('span', { class: 'app', 'aria-hidden': 'true' }, 'R'),
    el('div', { class: 'words' }, el('p', { class: 'from' }, el('b', {}, 'Roundup'), el('span', { class: 'bot' }, 'APP'), at && el('span', { class: 'soft small' }, time(at), edited && ' (edited)')), drawn));
}
/** Messages, each with the replies in its thread. */
function conversation(list) {
  const threads = [];
  for (const one of list) if (one.thread && threads.length) (threads.find(({ first }) => first.id !== undefined && first.id === one.thread) ?? threads.at(-1)).replies.push(one); else threads.push({ first: one, replies: [] });
  return el('div', { class: 'slack' }, threads.map(({ first, replies }, i) => [message(first, `${i}`),
    replies.length > 0 && el('div', { class: 'thread', 'data-key': `thread ${i}` }, el('p', { class: 'small count' }, plural(replies.length, 'reply', 'replies')), replies.map((reply, j) => message(reply, `${j}`)))]));
}

/* ---- Slack as it stands: what was posted where, as it looks now, by the calls to the stand-in ---- */

/** Channels and direct messages with what Roundup posted there, those with the latest first. */
function posted(calls) {
  const places = new Map();
  const named = new Map();
  for (const { method, body, answer, at, api } of calls) {
    if (api !== 'slack' || answer?.ok !== true) continue;
    if (method === 'conversations.info') named.set(answer.channel.id, `#${answer.channel.name}`);
    if (method === 'users.info') named.set(`D${answer.user.id.slice(1)}`, answer.user.profile?.real_name || answer.user.real_name);
    if (method === 'chat.postMessage') {
      const place = places.get(answer.channel) ?? new Map();
      place.set(answer.ts, { id: answer.ts, text: body.text, blocks: body.blocks, thread: body.thread_ts, at });
      places.set(answer.channel, place);
    }
    const old = method === 'chat.update' && places.get(body.channel)?.get(body.ts);
    if (old) Object.assign(old, { text: body.text, blocks: body.blocks, edited: true });
  }
  const known = names();
  const name = (id) => named.get(id) ?? known[`U${id.slice(1)}`] ?? known[id] ?? id;
  return [...places].map(([id, messages]) => ({ id, name: name(id), messages: [...messages.values()] })).sort((a, b) => Date.parse(b.messages.at(-1).at) - Date.parse(a.messages.at(-1).at));
}

const LATEST = 12;
let place = null; // The channel that is looked at.
async function slack() {
  if (!$('slack').open) return;
  try {
    const places = posted(await read('/dev/calls'));
    const chosen = places.find(({ id }) => id === place) ?? places[0];
    show('slack-list', [places, chosen?.id, names(), dayOf(now())], () => {
      if (!chosen) return el('p', { class: 'empty' }, 'Nothing was posted yet.');
      const first = chosen.messages.filter(({ thread }) => !thread).slice(-LATEST);
      const list = chosen.messages.filter((one) => first.includes(one) || first.some(({ id }) => id === one.thread));
      return [el('div', { class: 'places', role: 'group', 'aria-label': 'Channels and direct messages' }, places.map(({ id, name }) => el('button', { type: 'button', class: 'chip place', 'data-place': id, 'aria-pressed': String(id === chosen.id) }, name))), conversation(list)];
    });
  } catch (error) {
    shown.delete('slack-list');
    $('slack-list').replaceChildren(el('p', { class: 'empty', role: 'alert' }, capital(error.message)));
  }
}
$('slack').addEventListener('toggle', () => state && slack());

