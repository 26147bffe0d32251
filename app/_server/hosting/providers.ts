import type { ProviderName } from '#domain/hosting.ts';
import { manual } from './manual.ts';
import type { Provider } from './port.ts';
import { simulated } from './simulated.ts';
import { webhook } from './webhook.ts';

/** Every provider by its name; a cloud's own API is one more. */
export type Providers = Readonly<Record<ProviderName, Provider>>;

export const PROVIDERS_HERE: Providers = { simulated, webhook, manual };
