/** Words of the demo shop's switch, on the page of operations. */
import type { ShopMode, ShopState } from '#domain/shop.ts';
import { serviceWords } from './sizes.ts';

export const TITLE = 'Demo shop: make it slow, failing or down';
export const MEANS =
  'Each environment of the demo has a small shop on this machine that probes look at. Switch one, and watch its status change within seconds.';
export const SWITCH_TITLE = 'Set a demo shop';
export const SWITCH = 'Set the shop';
export const ENVIRONMENT = 'Environment';
export const MODE = 'The shop';
export const SERVICE = 'Which pages';
export const ALL_PAGES = 'all of it';
export const MODE_WORDS: Record<ShopMode, string> = {
  OPEN: 'is as it should be',
  SLOW: 'answers after two seconds',
  FAILING: 'answers with errors',
  DOWN: 'does not answer',
};
const PAGES: Record<string, string> = { yves: 'storefront', glue: 'API', backoffice: 'back office' };
/** 'storefront (yves)' */
export const pagesWords = (service: string): string => `${PAGES[service] ?? service} (${serviceWords(service)})`;
export const COLUMNS = ['Environment', 'Demo shop'] as const;
/** 'answers with errors: API (glue)' */
export const stateWords = ({ mode, service }: ShopState): string =>
  service === null ? MODE_WORDS[mode] : `${MODE_WORDS[mode]}: ${pagesWords(service)}`;
/** 'The demo shop of nlw-prod answers after two seconds: API (glue). Its probes see it within seconds.' */
export const shopDone = (environment: string, state: ShopState): string =>
  `The demo shop of ${environment} ${stateWords(state)}. Its probes see that within seconds.`;
