import type { EnvironmentView } from '#domain/environment-view.ts';
import { may } from '#domain/policy.ts';
import type { RequestView } from '#domain/request-view.ts';
import type { StatusEnvironment } from '#domain/status-view.ts';
import { publicContract } from '#server/status/board.ts';
import type { EndpointSeen } from '#server/status/endpoints-seen.ts';
import type { NoticesAt } from '#server/status/seen.ts';
import { EndpointTimes } from '#ui/environments/endpoint-times.tsx';
import {
  LevelNow,
  NinetyDays,
  Notices,
  Reasons,
  ServiceLevels,
  UptimeTable,
} from '#ui/environments/environment-status.tsx';
import { Upscale } from '#ui/environments/upscale.tsx';
import { Section } from '#ui/section.tsx';
import * as words from '#ui/words/environment-status.ts';
import { STRANGERS_SEE } from '#ui/words/status.ts';

type Props = {
  environment: EnvironmentView;
  /** null = the board does not know it yet */
  status: StatusEnvironment | null;
  endpoints: readonly EndpointSeen[];
  notices: NoticesAt;
  /** requests whose upscale is active */
  active: readonly RequestView[];
  now: number;
  zone: string;
};

/** How one environment is and was: the level and why, what is on and planned, 90 days, uptime, response times. */
export function StatusSection({ environment, status, endpoints, notices, active, now, zone }: Props) {
  const { slug, contract, live, standings } = environment;
  const { level, since } = environment.status;
  return (
    <>
      <Section title={words.STATUS} id="status">
        <div className="status-now">
          <LevelNow level={level} since={since} live={live} zone={zone} />
          <Reasons reasons={status?.reasons ?? []} />
          <Upscale requests={active} now={now} zone={zone} />
          <ServiceLevels services={status?.services ?? []} now={now} zone={zone} />
          {status && <NinetyDays environment={status} now={now} />}
          {status && <UptimeTable uptime={status.uptime} outside={status.uptimeOutsideMaintenance} />}
          <p className="row-links">
            <a href={`/environments/${slug}/history`}>{words.HISTORY_LINK}</a>
            <a href="/status">{words.STATUS_LINK}</a>
            {publicContract(contract) && <a href={`/status/${contract}`}>{STRANGERS_SEE}</a>}
            {may('publishStatus', standings) && <a href={`/environments/${slug}/endpoints`}>{words.ENDPOINTS_LINK}</a>}
          </p>
        </div>
      </Section>
      {notices.open.length + notices.planned.length > 0 && (
        <Section title={words.NOW_AND_NEXT}>
          <Notices open={notices.open} planned={notices.planned} asOf={notices.asOf} zone={zone} slug={slug} />
        </Section>
      )}
      <Section title={words.RESPONSE_TIMES} id="response-times">
        <EndpointTimes endpoints={endpoints} now={now} zone={zone} />
      </Section>
    </>
  );
}
