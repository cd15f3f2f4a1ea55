/* ---- Building and updating elements. Texts from the server only ever become text nodes. ---- */

const $ = (id) => document.getElementById(id);
const ICONS = {
  bell: 'M8 2a4 4 0 0 0-4 4c0 4-1.5 5-1.5 5h11S12 10 12 6a4 4 0 0 0-4-4ZM6.7 13.5a1.4 1.4 0 0 0 2.6 0',
  mega: 'M2.5 6.5v3h2l6 3v-9l-6 3h-2ZM5 9.8l.8 3.2h1.8l-.8-2.5M13 6.3a2.4 2.4 0 0 1 0 3.4',
  flag: 'M4 14V2.5M4 3h8.5l-2 3 2 3H4', check: 'm3 8.5 3.2 3.2L13 4.5', moon: 'M13 9.6A5.6 5.6 0 1 1 6.4 3 4.6 4.6 0 0 0 13 9.6Z',
  closed: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM5.8 8h4.4', clock: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM8 5v3l2 1.4',
  out: 'M6.5 3.5h-3v9h9v-3M9.5 2.5h4v4M13 3 7.5 8.5', meet: 'M3 4h10v9.5H3zM3 7h10M5.5 2.5V5M10.5 2.5V5', swap: 'M3 6h9.5L10 3.5M13 10H3.5L6 12.5',
  warn: 'M8 2.5 14 13H2ZM8 6.5v3M8 11.3v.1', chat: 'M2.5 3.5h11v7H8L5 13v-2.5H2.5Z', edit: 'm3 13 .6-2.8 7-7 2.2 2.2-7 7Z',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6ZM5.3 5.3v.1', bin: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5 5 13h6l.5-8.5', down: 'm3.5 6 4.5 4.5L12.5 6', right: 'm6 3.5 4.5 4.5L6 12.5',
  mail: 'M2.5 4h11v8.5h-11ZM2.5 4.5 8 9l5.5-4.5',
  close: 'm4 4 8 8M12 4l-8 8', open: 'M8 3v10M3 8h10', dot: 'M8 6.5v3M6.5 8h3',
};
const SVG = 'http://www.w3.org/2000/svg';

function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  for (const [key, value] of [['class', 'icon'], ['viewBox', '0 0 16 16'], ['aria-hidden', 'true']]) svg.setAttribute(key, value);
  svg.append(path);
  return svg;
}

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== null) node.setAttribute(key, value);
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== '' && child !== false));
  return node;
}

/** Words of people: their direction is their own. */
const bdi = (text) => el('bdi', { dir: 'auto' }, text);

/** A link, if it is one of the web. */
const web = (url) => /^https?:\/\//i.test(url ?? '') ? url : undefined;

/** Makes `live` equal to `fresh`, keeping every node that can stay: focus, selection and what was folded open survive. */
function morph(live, fresh) {
  for (const { name } of [...live.attributes]) if (name !== 'open' && !fresh.hasAttribute(name)) live.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (live.getAttribute(name) !== value) live.setAttribute(name, value);
  morphChildren(live, [...fresh.childNodes]);
}

function morphChildren(live, fresh) {
  const key = (node) => node.dataset?.key;
  const wanted = new Set(fresh.map(key));
  const kept = new Map();
  for (const node of [...live.childNodes].filter(key)) if (wanted.has(key(node))) kept.set(key(node), node); else node.remove();
  let place = live.firstChild;
  for (const node of fresh) {
    let match = key(node) ? kept.get(key(node)) : place;
    if (!match || key(match) !== key(node) || match.nodeName !== node.nodeName) {
      live.insertBefore(node, place);
      continue;
    }
    if (match === place) place = place.nextSibling;
    else live.insertBefore(match, place);
    if (match.nodeType === Node.TEXT_NODE) { if (match.data !== node.data) match.data = node.data; } else morph(match, node);
  }
  while (place) { const gone = place; place = place.nextSibling; gone.remove(); }
}

const shown = new Map();
/** Renders into the element `id`, if what it depends on has changed. */
function show(id, depends, build) {
  const seen = JSON.stringify(depends);
  if (shown.get(id) === seen) return;
  shown.set(id, seen);
  const target = $(id);
  const focus = document.activeElement;
  morphChildren(target, [build()].flat(3).filter(Boolean).map((child) => child instanceof Node ? child : document.createTextNode(child)));
  if (target.contains(focus)) { if (document.activeElement !== focus) focus.focus({ preventScroll: true }); return; }
  // What had the focus is gone: the reader stays in the section.
  if (focus && focus !== document.body && !focus.isConnected) target.closest('section, dialog')?.focus({ preventScroll: true });
}

