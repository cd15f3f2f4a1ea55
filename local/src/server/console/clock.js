/* ---- The clock's controls ---- */

let moving = false;

/** What is typed, as the clock takes it: a length of time, an instant, or a wall-clock time in the team's zone. */
function understood(text) {
  const wish = text.trim();
  if (/^\+?\s*(\d+\s*[a-z]+[\s,]*)+$/i.test(wish)) return { advance: wish.replace(/^\+\s*/, '') };
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(wish)) return to(Date.parse(wish));
  // As if it were UTC, so that a day or an hour that there is not is none here either.
  const [, date, hours = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?$/.exec(wish) ?? [];
  if (date) return to(instant(Date.parse(`${date}T${hours}Z`)));
  const [, weekday, hour, minute] = /^(?:(mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+)?([01]?\d|2[0-3]):([0-5]\d)$/i.exec(wish) ?? [];
  if (hour === undefined) return null;
  for (let day = 0; day <= 7; day += 1) {
    const at = instant((dayOf(now()) + day) * DAY + Number(hour) * HOUR + Number(minute) * MINUTE);
    const fits = !weekday || inZone().weekday.format(at).toLowerCase() === weekday.toLowerCase();
    if (fits && at > now()) return to(at);
  }
  return null;
}
const to = (at) => far(at) ? null : { to: new Date(at).toISOString() };
function nextEvent() {
  const first = events().find((event) => event.step) ?? events()[0];
  return first && { ...first, at: new Date(Math.max(Date.parse(first.at), now())).toISOString() };
}
/** Beside the clock: that it is on its way, or by hand; and what went wrong. */
function say(busy, wrong = '') {
  $('manual').textContent = busy || 'Manual';
  $('manual').toggleAttribute('data-busy', Boolean(busy));
  $('wrong').replaceChildren(...inText(wrong));
  $('wrong').hidden = !wrong;
  $('to-text').setAttribute('aria-invalid', String(Boolean(wrong)));
}
async function move(wish) {
  if (moving) return;
  moving = true;
  buttons();
  say(wish.to ? `Moving to ${short(Date.parse(wish.to))}…` : `Moving by ${wish.advance}…`);
  try {
    await read('/dev/clock', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) });
    await poll();
    say('');
    $('to-text').value = '';
  } catch (error) {
    say('', `${capital(error.message)}.`);
  } finally {
    moving = false;
    buttons();
  }
}
function buttons() {
  const event = nextEvent();
  for (const button of $('moves').querySelectorAll('button')) button.setAttribute('aria-disabled', String(moving || (button.id === 'to-next' && !event)));
  $('to-next').title = event ? `${event.text}, ${full(Date.parse(event.at))}` : 'Nothing is scheduled';
}
$('to-next').addEventListener('click', () => { const event = nextEvent(); if (event) move({ to: event.at }); });
$('to-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const wish = understood($('to-text').value);
  if (wish) move(wish);
  else say('', 'Write a length of time (3h 20m, 2d), a time (13:00, Tue 13:00) or a date (2026-03-03 13:00).');
});

