import type { ProviderName } from '#domain/hosting.ts';
import { environment } from '../env.ts';

/** Who carries out upscales where an environment does not say. */
export function defaultProvider(): ProviderName {
  return environment().HEADROOM_PROVIDER ?? 'manual';
}
