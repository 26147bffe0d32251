import type { LevelReason } from '#domain/status.ts';
import type { Affected, NoticeView, StatusEnvironment, StatusPage } from '#domain/status-view.ts';
import type { StatusDay, Uptime } from '#domain/uptime.ts';
import type { PHASES, StatusBody } from './status-schema.ts';

type Phase = (typeof PHASES)[number];
type Told = Pick<StatusPage, 'environments' | 'open' | 'planned' | 'past' | 'asOf' | 'stale'>;

/** How environments are, as programs are told; instants in RFC 3339, what is not known is absent. reasons = with why, for those who may see the environment; a stranger is told levels alone. */
export function statusAnswer(told: Told, { reasons }: { reasons: boolean }): StatusBody {
  const notices = [
    ...told.open.map((notice) => ({ ...notice, phase: 'OPEN' as const })),
    ...told.planned.map((notice) => ({ ...notice, phase: 'PLANNED' as const })),
    ...told.past.map((notice) => ({ ...notice, phase: 'PAST' as const })),
  ];
  return {
    environments: told.environments.map((environment) => environmentStatus(environment, reasons)),
    incidents: notices.filter(({ kind }) => kind === 'INCIDENT').map(noticeBody),
    maintenance: notices.filter(({ kind }) => kind === 'MAINTENANCE').map(noticeBody),
    asOf: instant(told.asOf),
    stale: told.stale,
  };
}

function environmentStatus(environment: StatusEnvironment, withReasons: boolean): StatusBody['environments'][number] {
  const { slug, name, kind, contract, level, since, services, reasons, days } = environment;
  return {
    slug,
    name,
    kind,
    contract,
    level,
    ...(since !== null && { since: instant(since) }),
    ...(withReasons && { reasons: reasons.map(reasonBody) }),
    services: services.map((each) => ({ ...each, since: instant(each.since) })),
    uptime: uptimeBody(environment.uptime),
    uptimeOutsideMaintenance: uptimeBody(environment.uptimeOutsideMaintenance),
    days: days.map(dayBody),
  };
}

function reasonBody(reason: LevelReason): NonNullable<StatusBody['environments'][number]['reasons']>[number] {
  if (reason.what === 'notice') return reason;
  const { service, code, ...same } = reason;
  return { ...same, ...(service !== null && { service }), ...(code !== null && { code }) };
}

/** Shares of 0–1; where nothing was observed there is none. */
function uptimeBody(uptime: Uptime): Partial<Record<keyof Uptime, number>> {
  return Object.fromEntries(Object.entries(uptime).filter(([, share]) => share !== null));
}

function dayBody({ date, level, upSeconds, observedSeconds, maintenanceSeconds }: StatusDay) {
  return { date, level, upSeconds, observedSeconds, maintenanceSeconds };
}

function noticeBody(notice: NoticeView & { phase: Phase }): StatusBody['incidents'][number] {
  const { id, title, phase, state, impact, startsAt, endsAt, affected, updates, postMortem } = notice;
  return {
    id,
    title,
    phase,
    state,
    impact,
    startsAt: instant(startsAt),
    ...(endsAt !== null && { endsAt: instant(endsAt) }),
    affected: affected.map(affectedBody),
    updates: updates.map(({ at, editedAt, ...update }) => ({
      at: instant(at),
      ...update,
      ...(editedAt !== null && { editedAt: instant(editedAt) }),
    })),
    ...(postMortem !== null && { postMortem }),
  };
}

function affectedBody({ slug, name, service, removed }: Affected) {
  return {
    environment: slug,
    name,
    ...(service !== null && { service }),
    ...(removed && { removed: true as const }),
  };
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
