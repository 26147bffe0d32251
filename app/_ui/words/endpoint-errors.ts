import type { FieldWriters } from './shape.ts';
import { counted } from './sizes.ts';

type Codes =
  | 'httpUrl'
  | 'hostPort'
  | 'urlPassword'
  | 'urlFragment'
  | 'statusRanges'
  | 'onlyHttp'
  | 'longerThanInterval'
  | 'privateAddress'
  | 'nameTaken';

/** What is wrong with a field that says what is probed. */
export const ENDPOINT_ERRORS: Pick<FieldWriters, Codes> = {
  httpUrl: (field) => `${field} must be a whole address, such as https://shop.example/health.`,
  hostPort: (field) => `${field} must be a host and its port, such as shop.example:443 or [2001:db8::1]:443.`,
  urlPassword: (field) =>
    `${field} holds a name or password before its @. Take it out: probes sign in nowhere. If it was a real one, change it.`,
  urlFragment: (field) => `${field} must end before its #: what follows one is never sent to a server.`,
  statusRanges: (field) => `${field} must be statuses from 100 to 599 or ranges of them, such as 200-299,301.`,
  onlyHttp: (field) => `${field} is looked at where the kind is HTTP only. Empty it, or choose HTTP.`,
  longerThanInterval: (field, { seconds }) =>
    `${field} may be no longer than the interval, which is ${counted(seconds, 'second')}.`,
  privateAddress: (field, { address }) =>
    `${field} leads to ${address}, a private address that this installation does not probe. Its operator can allow the range in HEADROOM_PROBE_ALLOW.`,
  nameTaken: (field, { name }) => `${field} must be another: this environment has an endpoint named “${name}”.`,
};
