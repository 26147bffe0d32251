import type { LevelReason, ServiceLevel } from '#domain/status.ts';
import type { StatusEnvironment } from '#domain/status-view.ts';
import { KIND_WORDS } from '../words/environments.ts';
import { serviceWords } from '../words/sizes.ts';
import * as words from '../words/status.ts';
import { daySummary, dayTable } from './day-table.ts';
import { html, type Markup } from './html.ts';
import { kept } from './kept.ts';
import { levelMark } from './marks.ts';
import { ninetyDays } from './ninety-days.ts';
import { moment } from './times.ts';
import { uptimeTable } from './uptime-table.ts';
import type { Viewer } from './viewer.ts';

const MOST_REASONS = 5;

/** One environment as a line of the timetable: its level, since when and why; its 90 days; its uptime. asOf in UTC ms. */
export function environmentRow(environment: StatusEnvironment, asOf: number, viewer: Viewer): Markup {
  const way = `${asOf} ${viewer.zone} ${viewer.isStranger}`;
  const told = kept(environment, `now ${way}`, () => html`${head(environment, viewer)}${now(environment, viewer)}`);
  const past = kept(environment, `past ${way}`, () => history(environment, asOf, viewer));
  return html`<li class="env" data-key="e-${environment.slug}"><div>${told}${viewer.beside?.get(environment.slug)}</div>${past}</li>`;
}

function history(environment: StatusEnvironment, asOf: number, viewer: Viewer): Markup {
  const { name, days, uptime, uptimeOutsideMaintenance: outside } = environment;
  return html`<div>${ninetyDays(days, asOf)}<details>${daySummary(name)}${services(environment.services, viewer)}${dayTable(name, days, asOf)}</details></div>${uptimeTable(uptime, outside)}`;
}

function head({ slug, name, kind, contract, region, live }: StatusEnvironment, viewer: Viewer): Markup {
  const where = [KIND_WORDS[kind], ...(viewer.isStranger ? [slug] : [contract]), region];
  const title = viewer.isStranger ? name : html`<a href="/environments/${slug}">${name}</a>`;
  return html`<h3>${title}</h3><p class="hint">${where.join(' · ')}${!live && ` · ${words.NOT_LIVE}`}</p>`;
}

/** The level now, since when, and what is behind it. */
function now({ level, since, reasons, services: all }: StatusEnvironment, viewer: Viewer): Markup {
  const when = since === null ? words.NEVER_MEASURED : html`${words.SINCE} ${moment(since, viewer.zone)}`;
  const told = viewer.isStranger ? [] : failing(reasons);
  const why = [...noticed(reasons), ...told].slice(0, MOST_REASONS);
  // where nothing is known, that is said once
  const unwell = all.filter((service) => service.level !== 'OPERATIONAL' && service.level !== 'UNKNOWN');
  return html`<p class="level">${levelMark(level)} <span class="hint">${when}</span></p>${why.length > 0 && html`<ul class="why">${why}</ul>`}${unwell.length > 0 && html`<p class="why">${byLevel(unwell)}</p>`}`;
}

/** Services that are not well, those of one level together: 'Degraded: yves, glue'. */
function byLevel(unwell: readonly ServiceLevel[]): Markup[] {
  return [...Map.groupBy(unwell, ({ level }) => level)].map(([level, all]) => {
    const named = all.map(({ service }) => serviceWords(service)).join(', ');
    return html`${levelMark(level, words.LEVEL_OF(level, named))} `;
  });
}

function noticed(reasons: readonly LevelReason[]): Markup[] {
  return reasons
    .filter((why) => why.what === 'notice')
    .map((why) => html`<li>${words.NOTICE_REASON[why.kind]}: <a href="#n-${why.id}">${why.title}</a></li>`);
}

/** Endpoints that are not well, those with the same fault together: 'Storefront, API: no recent reading'. */
function failing(reasons: readonly LevelReason[]): Markup[] {
  const endpoints = reasons.filter((why) => why.what === 'endpoint');
  const byFault = Map.groupBy(endpoints, ({ code }) => (code === null ? words.NO_READING : words.REASON_WORDS[code]));
  return [...byFault].map(([fault, all]) => {
    const named = all.slice(0, MOST_REASONS).map(({ endpoint }) => endpoint);
    const more = all.length > named.length ? [words.MORE(all.length - named.length)] : [];
    return html`<li>${[...named, ...more].join(', ')}: ${fault}</li>`;
  });
}

/** The services with their levels, for those who open the details. */
function services(all: readonly ServiceLevel[], { zone }: Viewer): Markup | false {
  if (all.length === 0) return false;
  const rows = all.map(
    ({ service, level, since }) =>
      html`<tr><th scope="row">${serviceWords(service)}<td>${levelMark(level)}<td>${words.SINCE} ${moment(since, zone)}`,
  );
  return html`<table class="runs"><caption class="away">${words.SERVICES}</caption>${rows}</table>`;
}
