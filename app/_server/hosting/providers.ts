import type { ProviderName } from '#domain/hosting.ts';
import { environment } from '../env.ts';
import { manual } from './manual.ts';
import type { Provider } from './port.ts';
import { simulated } from './simulated.ts';
import { webhook } from './webhook.ts';

/** Every provider by its name; a cloud's own API is one more. */
export type Providers = Readonly<Record<ProviderName, Provider>>;

export const PROVIDERS_HERE: Providers = { simulated, webhook, manual };

/** Who carries out upscales where an environment does not say. */
export function defaultProvider(): ProviderName {
  return environment().HEADROOM_PROVIDER ?? 'manual';
}
