import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Prisma } from '#prisma/generated/client.ts';
import { isOutage } from './outage.ts';

const known = (code: string, cause: object = {}) =>
  new Prisma.PrismaClientKnownRequestError('x', { code, clientVersion: '7', meta: { driverAdapterError: { cause } } });

test('no transaction in time, no server, a lost connection and a deadlock are an outage', () => {
  for (const error of [
    known('P2028'),
    known('P1001'),
    known('P2010', { kind: 'DatabaseNotReachable' }),
    known('P2010', { originalCode: '57P01' }),
    known('P2039', { originalCode: '53300' }),
    known('P2039', { originalCode: '40P01' }),
    known('P2010', { originalCode: '25P03' }),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout expired'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Client has encountered a connection error and is not queryable'),
  ])
    assert.ok(isOutage(error), String(error));
});

test('a bug is no outage', () => {
  for (const error of [known('P2010', { originalCode: '42P01' }), known('P2002'), new Error('x'), 'x', null])
    assert.ok(!isOutage(error));
});
