/** Words of the frame, used on every page. */
import type { Standing } from '#domain/policy.ts';

export const PRODUCT = 'Headroom';
export const TAGLINE = 'Environments, how they scale, and room to grow when you need it.';
export const SKIP_TO_CONTENT = 'Skip to content';
export const SIGN_OUT = 'Sign out';
export const PAGES_LABEL = 'Pages';
export const PAGES = {
  environments: 'Environments',
  requests: 'Requests',
  status: 'Status',
  approvals: 'Approvals',
  operations: 'Operations',
  guide: 'Guide',
  account: 'Account',
} as const;

export const STANDING_WORDS: Record<Standing, string> = {
  customer: 'customer',
  partner: 'partner',
  manager: 'project manager',
  operator: 'operator',
};

/** Who someone is, in one line: 'customer of NLW-2024', 'project manager of 4 contracts'. */
export function standingLine(
  operator: boolean,
  contracts: Iterable<{ reference: string; standings: readonly Standing[] }>,
): string {
  const of = new Map<Standing, string[]>();
  for (const { reference, standings } of contracts)
    for (const standing of standings) of.set(standing, [...(of.get(standing) ?? []), reference]);
  const parts = [...of].map(
    ([standing, references]) =>
      `${STANDING_WORDS[standing]} of ${references.length > 1 ? `${references.length} contracts` : references[0]}`,
  );
  return [...(operator ? [STANDING_WORDS.operator] : []), ...parts].join(', ') || 'no contract yet';
}

export const RULE_LABEL = 'Rule';
export const NEXT_STEP = 'Next step:';
export const CONFIRM_SENDING = 'Sending…';
export const ERRORS_TITLE = (count: number): string =>
  count === 1 ? 'One thing needs your attention' : `${count} things need your attention`;

export const NOT_FOUND_TITLE = 'There is nothing here';
export const NOT_FOUND_TEXT =
  'The address is wrong, or it belongs to a contract you have no part in. Both look the same on purpose.';
export const NOT_FOUND_NEXT = 'Go to the overview';
export const ERROR_TITLE = 'This page could not be made';
export const ERROR_TEXT =
  'Something on our side failed; nothing you sent was stored half. Try again, and if it stays, tell your project manager.';
export const AWAY_TEXT = 'The database cannot be asked now. Nothing you sent was stored half: try again in a minute.';
export const ERROR_NUMBER = (digest: string): string => ` The number ${digest} finds the cause in our log.`;
export const ERROR_RETRY = 'Try again';
