import type { Affected, NoticeTitle, NoticeUpdateView, NoticeView } from '#domain/status-view.ts';
import { LEVEL_LOOKS, type Look } from '../shapes.ts';
import { serviceWords } from '../words/sizes.ts';
import { LEVEL_WORDS } from '../words/states.ts';
import * as words from '../words/status.ts';
import { formatDuration } from '../words/times.ts';
import { html, type Markup, raw } from './html.ts';
import { kept } from './kept.ts';
import { mark } from './marks.ts';
import { moment, span } from './times.ts';
import type { Viewer } from './viewer.ts';

/** An incident or a maintenance that is on or planned: what it does, where, what was said last, and what before. asOf in UTC ms. */
export function notice(view: NoticeView, asOf: number, viewer: Viewer): Markup {
  const { isStranger } = viewer;
  return html`<article class="notice" data-key="n-${view.id}" id="n-${view.id}"><div><h3>${isStranger ? view.title : html`<a href="/status/incidents/${view.id}">${view.title}</a>`}</h3><p class="level">${kindMark(view, asOf)} <span class="hint">${stateOf(view, asOf)}</span></p><p class="hint">${times(view, viewer)}</p>${where(view, viewer)}</div><div>${kept(view.updates, `last ${viewer.zone}`, () => lastFirst(view, viewer))}${after(view)}</div></article>`;
}

function lastFirst({ updates }: NoticeView, viewer: Viewer): Markup {
  const [last, ...earlier] = updates.map((each) => update(each, viewer));
  const before =
    earlier.length > 0 &&
    html`<details><summary>${words.EARLIER(earlier.length)}</summary><ol class="told">${earlier}</ol></details>`;
  return html`<ol class="told">${last}</ol>${before}`;
}

/** One that is over: its title and how long it lasted; all the rest behind it. */
export function pastNotice(view: NoticeView, asOf: number, viewer: Viewer): Markup {
  return html`<li><details class="notice" data-key="n-${view.id}" id="n-${view.id}"><summary><h4>${view.title}</h4> <span class="how">${kindMark(view, asOf)} <span class="hint">${stateOf(view, asOf)}${lasted(view)}</span></span></summary><p class="hint">${times(view, viewer)}</p>${where(view, viewer)}${kept(view.updates, `all ${viewer.zone}`, () => html`<ol class="told">${view.updates.map((each) => update(each, viewer))}</ol>`)}${after(view)}${!viewer.isStranger && html`<p><a href="/status/incidents/${view.id}">${words.ITS_PAGE}</a></p>`}</details></li>`;
}

type Kind = { look: Look; said: string };

/** What it is: an incident's effect, or that it is maintenance. Hollow and without weight when it is over or still to come; asOf in UTC ms. */
export function kindOf({ kind, impact, state, startsAt, endsAt }: NoticeTitle, asOf: number): Kind {
  const isOver = state === 'COMPLETED' || state === 'CANCELLED' || (endsAt !== null && endsAt <= asOf);
  const isOn = startsAt <= asOf && !isOver;
  if (kind === 'MAINTENANCE')
    return { look: { tone: 'plan', fill: isOn ? 'solid' : 'hollow' }, said: words.MAINTENANCE };
  if (impact === 'OPERATIONAL') return { look: { tone: 'none', fill: 'hollow' }, said: words.NO_EFFECT };
  const look = LEVEL_LOOKS[impact];
  return { look: isOn ? look : { tone: look.tone, fill: 'hollow' }, said: LEVEL_WORDS[impact] };
}

/** The same as a mark. */
export function kindMark(view: NoticeTitle, asOf: number): Markup {
  const { look, said } = kindOf(view, asOf);
  return mark(look, said);
}

/** Where it stands, in a word; asOf in UTC ms. */
export function stateOf({ state, startsAt }: Pick<NoticeView, 'state' | 'startsAt'>, asOf: number): string {
  return state === 'PLANNED' && startsAt <= asOf ? words.UNDER_WAY : words.NOTICE_STATE[state];
}

/** From when to when, or since when. */
export function times({ startsAt, endsAt }: NoticeView, { zone }: Viewer): Markup {
  if (endsAt === null) return html`${words.SINCE} ${moment(startsAt, zone)}`;
  return span(startsAt, endsAt, zone);
}

/** How long an incident lasted, ' · lasted 2 h'; '' for all else. */
export function lasted({ kind, startsAt, endsAt, state }: NoticeView): string {
  if (kind !== 'INCIDENT' || endsAt === null || state === 'CANCELLED') return '';
  return ` · ${words.LASTED(formatDuration(endsAt - startsAt))}`;
}

/** What it affects. */
export function where({ affected }: NoticeView, viewer: Viewer): Markup | false {
  return affected.length > 0 && html`<p class="hint">${words.AFFECTS} ${places(affected, viewer)}</p>`;
}

function after({ postMortem }: NoticeView): Markup | false {
  if (postMortem === null) return false;
  return html`<details><summary>${words.POST_MORTEM}</summary><div class="prose">${raw(postMortem)}</div></details>`;
}

/** An entry of its timeline. */
export function update({ at, state, html: text, editedAt }: NoticeUpdateView, { zone }: Viewer): Markup {
  const edited = editedAt !== null && html` · ${words.EDITED} ${moment(editedAt, zone)}`;
  return html`<li><p><strong>${words.NOTICE_STATE[state]}</strong> <span class="hint">${moment(at, zone)}${edited}</span></p><div class="prose">${raw(text)}</div></li>`;
}

/** 'Nordlicht PROD (yves, glue), Nordlicht STAGE' */
function places(affected: readonly Affected[], { isStranger }: Viewer): Markup[] {
  const bySlug = Map.groupBy(affected, ({ slug }) => slug);
  return [...bySlug.values()].map((parts, at) => {
    const { slug, name, removed } = parts[0]!;
    const named = parts.flatMap(({ service }) => (service === null ? [] : [serviceWords(service)]));
    const inside = [...(removed ? [words.REMOVED] : []), ...(named.length < parts.length ? [] : named)];
    const title = isStranger || removed ? name : html`<a href="/environments/${slug}">${name}</a>`;
    return html`${at > 0 && ', '}${title}${inside.length > 0 && ` (${inside.join(', ')})`}`;
  });
}
