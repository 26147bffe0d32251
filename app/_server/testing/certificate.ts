import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';

/** For tests: a self-signed certificate for a host name with its key, both PEM; good since yesterday, or the day before its end. */
export function selfSigned(host: string, endsInDays = 1): { cert: string; key: string } {
  const pair = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from(host)))));
  const day = 86_400_000;
  const ends = Date.now() + endsInDays * day;
  const times = [Math.min(Date.now(), ends) - day, ends].map((at) => der(0x17, Buffer.from(utcTime(at))));
  const altName = der(0x30, SUBJECT_ALT_NAME, der(0x04, der(0x30, der(0x82, Buffer.from(host)))));
  const [version, serial] = [der(0xa0, der(0x02, Buffer.from([2]))), der(0x02, Buffer.from([1]))];
  const extensions = der(0xa3, der(0x30, altName));
  const body = der(0x30, version, serial, ECDSA_SHA256, name, der(0x30, ...times), name, pair.publicKey, extensions);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, createPrivateKey(pair.privateKey)));
  const base64 = der(0x30, body, ECDSA_SHA256, signature).toString('base64');
  return { cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`, key: pair.privateKey };
}

const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');
const ECDSA_SHA256 = Buffer.from('300a06082a8648ce3d040302', 'hex');

/** One element of ASN.1's DER: tag, length, what it holds. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const held = Buffer.concat(parts);
  const length = held.length < 0x80 ? [held.length] : [0x82, held.length >> 8, held.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), held]);
}

function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(2, 19).replace(/\D/g, '')}Z`;
}
