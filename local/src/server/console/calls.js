/* ---- Calls to the stand-ins, when asked for ---- */

const CALLS = 150;
async function calls() {
  if (!$('calls').open) return;
  try {
    const all = await read('/dev/calls');
    const list = all.map((call, i) => ({ call, key: `${i} ${call.at} ${call.method}` })).slice(-CALLS).reverse();
    show('calls-list', [list, all.length, dayOf(now())], () => list.length ? [el('ol', { class: 'calls' }, list.map(callRow)),
      all.length > CALLS && el('p', { class: 'empty small' }, `The latest ${CALLS} of ${all.length}.`)] : el('p', { class: 'empty' }, 'Nothing was called yet.'));
  } catch (error) {
    shown.delete('calls-list');
    $('calls-list').replaceChildren(el('p', { class: 'empty', role: 'alert' }, capital(error.message)));
  }
}
function callRow({ call, key }) {
  const bad = call.status >= 400 || call.fault || call.answer?.ok === false;
  const brief = JSON.stringify(call.body ?? null);
  return el('li', { 'data-key': key }, el('details', {}, el('summary', {}, el('span', { class: 'soft num' }, time(call.at)), el('span', { class: 'soft api' }, ({ github: 'GitHub', slack: 'Slack', ses: 'SES' })[call.api] ?? call.api),
    el('code', {}, call.api === 'github' ? `${call.method} ${call.path}` : call.method), el('span', { class: `chip num ${bad ? 'late' : 'good'}` }, String(call.status)), el('code', { class: 'body' }, brief.length > 200 ? `${brief.slice(0, 200)}…` : brief)),
  el('pre', { tabindex: '0' }, JSON.stringify(call, null, 2))));
}
$('calls').addEventListener('toggle', calls);

