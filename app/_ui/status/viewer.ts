import type { Markup } from './html.ts';

/** For whom markup is made. */
export type Viewer = {
  /** IANA; 'UTC' for strangers, and then said with every time */
  zone: string;
  /** a stranger sees no endpoint's name and no link into the portal */
  isStranger: boolean;
  /** the address of the page: '/status', '/status/NLW-2024' */
  path: string;
  /** what else is said of an environment, by slug: an active upscale window */
  beside?: ReadonlyMap<string, Markup>;
};
