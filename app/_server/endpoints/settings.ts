import { isIP } from 'node:net';
import type { EndpointSettings } from '#domain/endpoint.ts';
import { parseEndpoint } from '#domain/endpoint-shape.ts';
import { type FieldError, fieldError, type Parsed } from '#domain/field-error.ts';
import { hostAndPort } from '#domain/probe-target.ts';
import { environment } from '../env.ts';
import { hostOf, mayCall, rangesOf } from '../hosting/addresses.ts';
import type { Place } from './place.ts';

/** Reads the settings of an endpoint for an environment: their form, the service, an address that may be probed, a name that is free (`except` = the endpoint being changed). */
export async function readSettings(place: Place, input: unknown, except = 0): Promise<Parsed<EndpointSettings>> {
  const parsed = parseEndpoint(input);
  if (!parsed.ok) return parsed;
  const errors = [
    ...serviceErrors(place, parsed.value),
    ...addressErrors(parsed.value),
    ...(await nameErrors(place, parsed.value, except)),
  ];
  return errors.length > 0 ? { ok: false, errors } : parsed;
}

function serviceErrors({ services }: Place, { service }: EndpointSettings): FieldError[] {
  if (service === null || services.some(({ name }) => name === service)) return [];
  return [fieldError('service', 'unknownService', { choices: services.map(({ name }) => name).join(', ') })];
}

/** A literal address is judged here, so that whoever types it is told; what a name leads to is judged at each probe. */
function addressErrors({ kind, target }: EndpointSettings): FieldError[] {
  const address = kind === 'HTTP' ? hostOf(new URL(target)) : (hostAndPort(target)?.host ?? '');
  if (!isIP(address) || mayCall(address, rangesOf(environment().HEADROOM_PROBE_ALLOW ?? ''))) return [];
  return [fieldError('target', 'privateAddress', { address })];
}

async function nameErrors({ tx, id }: Place, { name }: EndpointSettings, except: number): Promise<FieldError[]> {
  const taken = await tx.endpoint.findUnique({
    where: { environmentId_name: { environmentId: id, name } },
    select: { id: true },
  });
  return taken && taken.id !== except ? [fieldError('name', 'nameTaken', { name })] : [];
}
