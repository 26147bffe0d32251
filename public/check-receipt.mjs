#!/usr/bin/env node
/*
 * Checks a receipt of a Headroom installation without Headroom: no portal, no database, no network, no packages.
 * Any Node.js from 18 on runs it.
 *
 *   node check-receipt.mjs RECEIPT.json [--key BASE64URL] [--anchor HEADFILE]
 *
 * RECEIPT.json  the answer of GET /api/v1/requests/REFERENCE/receipt, or the file behind "Receipt" on a request's page.
 * --key         the installation's public key, from GET /api/v1/receipt-key, asked for at another time or by another way
 *               than the receipt. Without it, anyone could have made the receipt and signed it with a key of their own.
 * --anchor      a copy of the installation's anchor file (lines `N HASH AT`): the record's head after each change, kept
 *               outside its database. With it, a record that was written anew is found.
 *
 * It prints what was proved, line by line, then what is wrong, then what a receipt alone cannot prove.
 * Exit code 0 = everything that was asked for is proved, 1 = not.
 *
 * What a receipt is
 *   format, version   "headroom-receipt", 1
 *   request           the request as it was when the receipt was issued; content is what was asked for, whole
 *   approvals         who approved which content hash, and when
 *   entries           every entry of the audit record about the request and its operations, oldest first. An entry's hash
 *                     is SHA-256 over its members without the hash; `previous` is the hash of entry n - 1
 *   head              the last entry of the whole record at that moment
 *   publicKey         Ed25519, 32 bytes in base64url
 *   signature         Ed25519 in base64url over everything but itself
 * Whatever is hashed or signed is hashed or signed as RFC 8785 JSON (members sorted, no spaces) in UTF-8.
 * The content hash is SHA-256 over {environment, lines: [{service, wanted}] by service, window: {start, end, timeZone}
 * with instants in ms of UTC, prescaleMinutes, emergency: true or false}.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';

/** The moves of a request: 'FROM TO' for each; '-' is a request that was not there before. */
export const MOVES = {
  edit: ['- DRAFT', 'DRAFT DRAFT', 'IN_REVIEW IN_REVIEW', 'NEEDS_INFO NEEDS_INFO'],
  submit: ['- IN_REVIEW', 'DRAFT IN_REVIEW'],
  ask: ['IN_REVIEW NEEDS_INFO'],
  answer: ['NEEDS_INFO IN_REVIEW'],
  offer: ['IN_REVIEW OFFERED', 'OFFERED OFFERED'],
  accept: ['OFFERED SCHEDULED', 'OFFERED IN_REVIEW'],
  decline: ['OFFERED IN_REVIEW'],
  approve: ['IN_REVIEW SCHEDULED', 'IN_REVIEW IN_REVIEW'],
  reject: ['IN_REVIEW REJECTED', 'NEEDS_INFO REJECTED', 'OFFERED REJECTED'],
  withdraw: ['DRAFT WITHDRAWN', 'IN_REVIEW WITHDRAWN', 'NEEDS_INFO WITHDRAWN', 'OFFERED WITHDRAWN'],
  expire: ['IN_REVIEW EXPIRED', 'NEEDS_INFO EXPIRED', 'OFFERED EXPIRED'],
  cancel: ['SCHEDULED CANCELLED'],
  apply: ['SCHEDULED APPLYING'],
  miss: ['SCHEDULED EXPIRED'],
  activate: ['APPLYING ACTIVE'],
  return: ['APPLYING RETURNING', 'ACTIVE RETURNING', 'FAILED RETURNING'],
  end: ['APPLYING RETURNING', 'ACTIVE RETURNING'],
  fail: ['APPLYING FAILED', 'RETURNING FAILED'],
  adopt: ['ACTIVE CLOSED'],
  handOver: ['ACTIVE CLOSED'],
  close: ['RETURNING CLOSED', 'FAILED CLOSED'],
  retry: ['FAILED APPLYING', 'FAILED RETURNING'],
  giveUp: ['FAILED RETURNING'],
  extend: ['ACTIVE ACTIVE'],
};
/** While a request is in one of these, what is observed changes without an entry. */
const LIVE = ['APPLYING', 'ACTIVE', 'RETURNING', 'FAILED'];

/** RFC 8785: members sorted by UTF-16 code units, numbers and strings as ECMAScript writes them. */
function canonical(value) {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a number is too large to be one');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const same = (a, b) => canonical(a) === canonical(b);
const isHash = (text) => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

// ---------------------------------------------------------------------------------------------------------- the checks
// Each answers what it proved, in words, and calls `fault` for everything that is not as it has to be.

function checkForm({ receipt }, fault) {
  if (receipt.format !== 'headroom-receipt' || receipt.version !== 1) fault('It is not a receipt of version 1.');
  if (!Array.isArray(receipt.entries) || receipt.entries.length === 0) fault('It holds no entries of the record.');
  return `It is a receipt of version 1 with ${count(receipt.entries.length, 'entry', 'entries')} of the record.`;
}

function checkSignature({ receipt, key }, fault) {
  const { signature, ...signed } = receipt;
  const bytes = Buffer.from(signature, 'base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: receipt.publicKey }, format: 'jwk' });
  // one signature has one spelling
  const spelled = bytes.toString('base64url') === signature;
  if (!spelled || !verify(null, Buffer.from(canonical(signed)), publicKey, bytes))
    fault('The signature does not fit: something was changed after it was issued.');
  if (key !== undefined && key !== receipt.publicKey)
    fault(`It is signed with the key ${receipt.publicKey}, not with the one that was given.`);
  return key === undefined
    ? `Its signature fits the key it names, ${receipt.publicKey}: nothing was changed after it was signed.`
    : 'It is signed with the key that was given: nothing was changed after the installation issued it.';
}

const MEMBERS = ['n', 'at', 'who', 'standing', 'what', 'subject', 'before', 'after', 'verdict', 'previous', 'hash'];

function checkEntries({ receipt: { entries } }, fault) {
  for (const entry of entries) {
    const { hash, ...hashed } = entry;
    if (!same(Object.keys(entry).sort(), [...MEMBERS].sort()))
      fault(`Entry ${entry.n} has other members than an entry.`);
    if (sha256(canonical(hashed)) !== hash) fault(`Entry ${entry.n} is not what its hash was made of.`);
  }
  return 'Every entry is what its hash was made of.';
}

function checkOrder({ receipt: { entries } }, fault) {
  let links = 0;
  entries.forEach((entry, place) => {
    const before = entries[place - 1];
    if (!Number.isSafeInteger(entry.n) || entry.n < 1 || !isHash(entry.previous))
      fault(`Entry ${entry.n} has no place in a record.`);
    if (before && entry.n <= before.n) fault(`Entry ${entry.n} stands after entry ${before.n}.`);
    if (before && entry.n === before.n + 1) {
      links += 1;
      if (entry.previous !== before.hash) fault(`Entry ${entry.n} does not continue entry ${before.n}.`);
    }
  });
  const linked =
    links > 0 ? `, and where they are neighbours (${links} times) the later one continues the earlier` : '';
  return `The entries stand in the order of the record${linked}.`;
}

function checkSubjects({ receipt: { entries, request } }, fault) {
  const operation = `operation ${request.reference} `;
  for (const { n, subject } of entries)
    if (subject !== `request ${request.reference}` && !/^\d+$/.test(rest(subject, operation)))
      fault(`Entry ${n} is about something else: ${subject}.`);
  return `All of them are about ${request.reference} and its operations.`;
}

function checkStory({ story }, fault) {
  if (story.length === 0) fault('No entry tells how the request came to be.');
  let failed = null;
  story.forEach((entry, place) => {
    const { n, what, before, after } = entry;
    const last = story[place - 1]?.after ?? null;
    if ((before === null) !== (last === null) || (before && !continues(before, last)))
      fault(`Entry ${n} begins where the entry before it did not end.`);
    if (before && after.version !== before.version + 1) fault(`Entry ${n} leaves out a version of the request.`);
    if (!MOVES[what]?.includes(`${before?.state ?? '-'} ${after.state}`))
      fault(`Entry ${n}: ${what} does not lead from ${before?.state ?? 'nothing'} to ${after.state}.`);
    if (before?.state === 'FAILED' && !leadsOn(what, after.state, failed))
      fault(`Entry ${n}: ${what} is no way on from a failed ${failed === 'APPLYING' ? 'apply' : 'return'}.`);
    if (what === 'fail') failed = before?.state ?? null;
  });
  const moves = story.map(({ after }) => after.state).filter((state, place, all) => state !== all[place - 1]);
  return `The request moved only as it may: ${moves.join(', ')}; each step begins where the one before it ended.`;
}

/** Whether a state before is the state after the step before; what a live one was observed at may have changed. */
function continues(before, last) {
  const told = (snapshot) => ({
    ...snapshot,
    lines: LIVE.includes(snapshot.state) ? snapshot.lines.map(({ observed: _, ...line }) => line) : snapshot.lines,
  });
  const [now, then] = [told(before), told(last)];
  // a newer version of the portal may tell more than the one before it
  return Object.keys(then).every((name) => name in now && same(now[name], then[name]));
}

/** The ways on from FAILED: back to what failed, or on to the return; a failed return can only be tried again or close. */
function leadsOn(what, to, failed) {
  if (what === 'retry') return to === failed;
  return failed === 'APPLYING' ? what === 'giveUp' || what === 'return' : what === 'close';
}

function checkRequest({ receipt: { request, approvals }, story }, fault) {
  const { after } = story[story.length - 1];
  const differs = (what) => fault(`The request's ${what} is not what the last entry says.`);
  for (const name of ['state', 'version', 'environment', 'requestedBy', 'contentHash', 'prescaleMinutes', 'emergency'])
    if (!same(request[name], after[name])) differs(name);
  if (!same(inMs(request.window), after.window)) differs('window');
  if (sha256(canonical(request.content)) !== after.content) differs('content');
  const sizes = ({ lines }) =>
    [...lines]
      .sort((a, b) => (a.service < b.service ? -1 : 1))
      .map(({ observed, ...line }) => (LIVE.includes(after.state) ? line : { ...line, observed }));
  if (!same(sizes(request), sizes(after))) differs('sizes');
  if (!same(named(approvals), named(after.approvals))) differs('approvals');
  return `The request is as the last entry says: ${after.state}, version ${after.version}.`;
}

function checkContent({ receipt: { request } }, fault) {
  const { content } = request;
  if (contentHash(content) !== request.contentHash) fault('The content hash is not the one of the content.');
  if (!same(content.window, inMs(request.window))) fault('The window is not the one that was asked for.');
  for (const { service, requested, granted } of request.lines) {
    const asked = content.lines.find((line) => line.service === service)?.wanted;
    if (asked === undefined || !same(requested, asked)) fault(`${service}: the requested size is not in the content.`);
    if (granted !== null && !same(granted, requested)) fault(`${service}: another size is granted than was approved.`);
  }
  if (content.lines.length !== request.lines.length) fault('The content asks for other services than the request.');
  return `The content hash ${request.contentHash} is the one of the content, window and sizes shown.`;
}

function contentHash(content) {
  const { environment, window, prescaleMinutes, emergency } = content;
  const { start, end, timeZone } = window;
  const lines = content.lines
    .map(({ service, wanted }) => ({ service, wanted }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
  const approved = { environment, lines, window: { start, end, timeZone }, prescaleMinutes };
  return sha256(canonical({ ...approved, emergency: emergency !== undefined }));
}

function checkApprovals({ receipt: { approvals, request }, story }, fault) {
  const people = new Set(approvals.map(({ by }) => by));
  if (people.size !== approvals.length) fault('Somebody approved twice.');
  if (people.has(request.requestedBy)) fault(`${request.requestedBy} approved their own request.`);
  story.forEach((entry, place) => {
    const { n, before, after } = entry;
    if (after.state !== 'SCHEDULED' || before?.state === 'SCHEDULED') return;
    if (after.approvals.length === 0) fault(`Entry ${n}: it was scheduled without an approval.`);
    if (new Set(after.approvals.map(({ by }) => by)).size !== after.approvals.length)
      fault(`Entry ${n}: somebody approved twice.`);
    for (const { by, contentHash: approved } of after.approvals) {
      if (by === after.requestedBy) fault(`Entry ${n}: ${by} approved their own request.`);
      if (approved !== after.contentHash)
        fault(`Entry ${n}: it was scheduled with another content than ${by} approved.`);
      if (!gaveApproval(story.slice(0, place + 1), by, approved)) fault(`Entry ${n}: no entry has ${by} approve it.`);
    }
  });
  if (approvals.length === 0) return 'It holds no approval.';
  const granted = story.some(({ after }) => after.state === 'SCHEDULED') ? ', and just that was scheduled' : '';
  return `Approved by ${[...people].join(', ')}, none of whom asked for it${granted}.`;
}

/** Whether a person approved a content themself, or made the offer that was accepted. */
function gaveApproval(story, by, hash) {
  return story.some(({ what, who, after }, place) => {
    if (after.contentHash !== hash) return false;
    if (what === 'approve') return who === by;
    const offer = story
      .slice(0, place)
      .filter((entry) => entry.what === 'offer')
      .pop();
    return what === 'accept' && offer !== undefined && offer.who === by;
  });
}

function checkObserved({ story, operations }, fault) {
  const proved = [];
  for (const entry of story) {
    const { n, what, before, after } = entry;
    if (after.state === 'ACTIVE' && before?.state !== 'ACTIVE') {
      for (const line of after.lines)
        if (!isAt(line.observed, line.granted))
          fault(`Entry ${n}: ${line.service} was active without being seen as granted.`);
      proved.push('active only when every service was seen at the granted size');
    }
    if (after.state === 'CLOSED') proved.push(checkClosed(entry, what, operations, fault));
  }
  return proved.length > 0
    ? `It was ${proved.join(', and ')}.`
    : 'Nothing was raised so far, so nothing had to be seen.';
}

function checkClosed({ n, after, verdict }, what, operations, fault) {
  if (what === 'handOver') {
    if (typeof verdict?.detail?.continuedBy !== 'string') fault(`Entry ${n}: it was handed over to nobody.`);
    return 'closed without a return, because its extension went on';
  }
  const permanent = what === 'adopt';
  if (permanent !== (after.window.end === null) && permanent) fault(`Entry ${n}: only a permanent change may stay.`);
  // what a return had to reach; before there were operations, what the service had when it was asked for
  const back = operations.filter((entry) => entry.n < n && entry.after?.kind === 'RETURN').pop()?.after.targets;
  for (const { service, current, granted, observed } of after.lines) {
    const baseline = back === undefined ? current : back.find((target) => target.service === service)?.capacity;
    if (!isAt(observed, permanent ? granted : baseline))
      fault(
        `Entry ${n}: it was closed without ${service} being seen at ${permanent ? 'the granted size' : 'its baseline'}.`,
      );
  }
  return permanent
    ? 'closed as permanent, seen at the granted size'
    : 'closed only when every service was seen back at its baseline';
}

/** Whether a service was seen at a size; `desired` may stand anywhere between min and max, autoscaling moves it. */
function isAt(observed, size) {
  if (!observed || !size) return false;
  const { desired, ...fixed } = size;
  const { desired: seen, ...rest } = observed;
  const within = desired === undefined ? seen === undefined : seen >= size.min && seen <= size.max;
  return within && same(fixed, rest);
}

function checkProviders({ operations }) {
  const providers = [...new Set(operations.map(({ after }) => after?.provider).filter(Boolean))];
  if (providers.length === 0) return null;
  const simulated = providers.includes('simulated') ? ': a simulation, which changes nothing real' : '';
  return `It was carried out and observed by ${providers.join(', ')}${simulated}.`;
}

function checkHead({ receipt: { entries, head } }, fault) {
  const last = entries[entries.length - 1];
  if (!Number.isSafeInteger(head.n) || !isHash(head.hash) || head.n < last.n)
    fault('The head lies before the last entry.');
  if (head.n === last.n && head.hash !== last.hash) fault('The head is not the last entry.');
  return `The record held ${head.n} entries when this was issued; whoever keeps this receipt keeps that head.`;
}

function checkAnchor({ receipt: { entries, head }, anchor }, fault) {
  if (anchor === undefined) return null;
  const kept = [...entries, head];
  let met = 0;
  for (const line of anchor.split('\n')) {
    const [, n, hash] = /^(\d{1,15}) ([0-9a-f]{64}) \d{4}-\d\d-\d\dT[\d:.]+Z$/.exec(line) ?? [];
    for (const own of kept.filter((each) => each.n === Number(n))) {
      met += 1;
      if (own.hash !== hash) fault(`Entry ${n} is not the one that was anchored.`);
    }
  }
  if (met === 0) fault('The anchor file holds none of the entries of this receipt, so it could not be compared.');
  return `The anchor file holds ${count(met, 'entry', 'entries')} of it, with the same hash.`;
}

const CHECKS = [
  ...[checkForm, checkSignature, checkEntries, checkOrder, checkSubjects, checkStory, checkRequest, checkContent],
  ...[checkApprovals, checkObserved, checkProviders, checkHead, checkAnchor],
];

// ------------------------------------------------------------------------------------------------------------ the rest

function rest(text, start) {
  return typeof text === 'string' && text.startsWith(start) ? text.slice(start.length) : '';
}

function inMs(window) {
  return {
    start: Date.parse(window.start),
    end: window.end === null ? null : Date.parse(window.end),
    timeZone: window.timeZone,
  };
}

function named(approvals) {
  return approvals.map(({ by, contentHash: hash }) => `${by} ${hash}`).sort();
}

function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

/** A line for a terminal: what a receipt says must not steer it. */
function print(line) {
  console.log(line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?'));
}

/** What can be said of a receipt: what was proved, and what is wrong with it, in words. key and anchor only if given. */
export function checkReceipt(receipt, { key, anchor } = {}) {
  const [proved, faults] = [[], []];
  const ofRequest = (entry) => entry?.subject === `request ${receipt?.request?.reference}`;
  const entries = Array.isArray(receipt?.entries) ? receipt.entries : [];
  const story = entries.filter((entry) => ofRequest(entry) && entry.after !== null);
  const facts = { receipt, key, anchor, story, operations: entries.filter((entry) => !ofRequest(entry)) };
  for (const check of CHECKS) {
    const found = [];
    try {
      const sentence = check(facts, (sentence) => found.push(sentence));
      if (found.length === 0 && sentence !== null) proved.push(sentence);
    } catch (error) {
      found.push(`Something in it is not of the form of a receipt (${check.name}: ${error.message}).`);
    }
    faults.push(...found);
  }
  return { proved, faults };
}

const UNPROVED = [
  'that nothing happened to the request after the receipt was issued;',
  'that the installation’s record still holds all this: its own `npm run audit:verify -- RECEIPT.json` tells;',
  'that what a provider was seen to run was really there: an observation is only as good as its source, and a simulated one is no more than that;',
  'that the contract asked for no more approvals than these;',
  'that the people behind the e-mail addresses are who they say.',
];
/** Whether a member stands in a JSON text twice: programs read the one or the other, and only one of them is proved. */
function hasTwins(text, value) {
  const strings = text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g);
  const written = [...strings].filter(([, colon]) => colon !== undefined).length;
  const count = (each) =>
    each === null || typeof each !== 'object'
      ? 0
      : Object.values(each).reduce(
          (sum, part) => sum + count(part),
          Array.isArray(each) ? 0 : Object.keys(each).length,
        );
  return written !== count(value);
}

const UNPINNED = 'who issued it: without --key it may be signed with anybody’s key;';

function main([file, ...options]) {
  const given = {};
  for (let place = 0; place < options.length; place += 2) given[options[place]] = options[place + 1];
  const { '--key': key, '--anchor': anchorFile, ...unknown } = given;
  if (
    file === undefined ||
    file.startsWith('--') ||
    Object.keys(unknown).length > 0 ||
    Object.values(given).includes(undefined)
  ) {
    console.error('Usage: node check-receipt.mjs RECEIPT.json [--key BASE64URL] [--anchor HEADFILE]');
    return 1;
  }
  let receipt;
  let anchor;
  try {
    const text = readFileSync(file, 'utf8');
    receipt = JSON.parse(text);
    if (hasTwins(text, receipt)) throw Object.assign(new Error(), { code: 'a member stands in it twice' });
    if (anchorFile !== undefined) anchor = readFileSync(anchorFile, 'utf8');
  } catch (error) {
    console.error(`It cannot be read (${error.code ?? 'not JSON'}): ${file}`);
    return 1;
  }
  const { proved, faults } = checkReceipt(receipt, { key, anchor });
  print(`Receipt of ${receipt?.request?.reference}, issued ${receipt?.issuedAt} by ${receipt?.installation?.origin}`);
  console.log();
  for (const sentence of proved) print(`  proved  ${sentence}`);
  for (const sentence of faults) print(`  WRONG   ${sentence}`);
  console.log('\nWhat a receipt alone cannot prove:');
  for (const sentence of [...(key === undefined ? [UNPINNED] : []), ...UNPROVED]) console.log(`  - ${sentence}`);
  console.log(
    faults.length === 0
      ? '\nThe receipt holds.'
      : `\nThe receipt does not hold: ${count(faults.length, 'fault', 'faults')}.`,
  );
  return faults.length === 0 ? 0 : 1;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(new URL(import.meta.url)))
  process.exitCode = main(process.argv.slice(2));
