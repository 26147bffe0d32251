import { z } from 'zod';
import { commandShape } from '#domain/command-shape.ts';
import { reportShape } from '#domain/observed-shape.ts';
import { draftShape, requestShape } from '#domain/request-shape.ts';
import { pageQuery, requestsQuery, statusQuery } from '#server/api/query.ts';
import * as answers from '#server/api/schemas.ts';
import { statusBody } from '#server/api/status-schema.ts';
import * as words from '#ui/words/openapi.ts';

const SENT = {
  NewRequest: requestShape,
  Draft: draftShape.extend({ draft: z.literal(true) }),
  Command: commandShape,
  Report: reportShape,
};
const ANSWERED = {
  Capacity: answers.capacity,
  Me: answers.meAnswer,
  Environment: answers.environmentAnswer,
  Environments: answers.environmentsAnswer,
  Request: answers.requestAnswer,
  PartnerRequest: answers.partnerRequestAnswer,
  Requests: answers.requestsAnswer,
  History: answers.historyAnswer,
  PartnerHistory: answers.partnerHistoryAnswer,
  Receipt: answers.receiptAnswer,
  ReceiptKey: answers.receiptKeyAnswer,
  Status: statusBody,
  Reported: answers.reportAnswer,
  Problem: answers.problemAnswer,
};
type Answered = keyof typeof ANSWERED;

type Operation = {
  id: keyof typeof words.OPERATION_WORDS;
  path: string;
  query?: z.ZodObject;
  body?: (keyof typeof SENT)[];
  /** needs no token */
  open?: true;
  /** a message of the provider's automation instead of a call with a token */
  signed?: true;
  answers: Partial<Record<200 | 201, Answered[]>>;
};
const VIEWS: Answered[] = ['Request', 'PartnerRequest'];
const OPERATIONS: Operation[] = [
  { id: 'getMe', path: '/me', answers: { 200: ['Me'] } },
  { id: 'listEnvironments', path: '/environments', query: pageQuery, answers: { 200: ['Environments'] } },
  { id: 'getEnvironment', path: '/environments/{slug}', answers: { 200: ['Environment'] } },
  { id: 'getStatus', path: '/status', query: statusQuery, answers: { 200: ['Status'] } },
  { id: 'listRequests', path: '/requests', query: requestsQuery, answers: { 200: ['Requests'] } },
  { id: 'createRequest', path: '/requests', body: ['NewRequest', 'Draft'], answers: { 201: ['Request'] } },
  { id: 'getRequest', path: '/requests/{reference}', answers: { 200: VIEWS } },
  {
    id: 'moveRequest',
    path: '/requests/{reference}/moves',
    body: ['Command'],
    answers: { 200: ['Request'], 201: ['Request'] },
  },
  {
    id: 'listHistory',
    path: '/requests/{reference}/history',
    query: pageQuery,
    answers: { 200: ['History', 'PartnerHistory'] },
  },
  {
    id: 'reportOperation',
    path: '/operations/{id}',
    body: ['Report'],
    signed: true,
    answers: { 200: ['Reported'] },
  },
  { id: 'getReceipt', path: '/requests/{reference}/receipt', answers: { 200: ['Receipt'] } },
  { id: 'getReceiptKey', path: '/receipt-key', open: true, answers: { 200: ['ReceiptKey'] } },
];

/** The OpenAPI 3.1 document of the API, made from the shapes that read bodies and the shapes that answers are held against. */
export function openApi(): object {
  return {
    openapi: '3.1.0',
    info: { title: words.API_TITLE, description: words.API_TEXT, version: '1' },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths: pathsOf(OPERATIONS),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: words.TOKEN_TEXT },
        signature: { type: 'apiKey', in: 'header', name: 'webhook-signature', description: words.SIGNATURE_TEXT },
      },
      // an answer may grow members; a body with unknown ones is refused
      schemas: { ...schemasOf(SENT, 'input', true), ...schemasOf(ANSWERED, 'output', false) },
    },
  };
}

function pathsOf(operations: readonly Operation[]): Record<string, object> {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.body ? 'post' : 'get'] = describe(operation);
    paths[operation.path] = path;
  }
  return paths;
}

function describe({ id, path, query, body, open, signed, answers }: Operation): object {
  const description = words.OPERATION_WORDS[id];
  const responses = Object.entries(answers).map(([status, names]) => [
    status,
    { description, content: { 'application/json': { schema: oneOf(names) } } },
  ]);
  const problem = {
    description: words.PROBLEM_TEXT,
    content: { 'application/problem+json': { schema: oneOf(['Problem']) } },
  };
  return {
    operationId: id,
    summary: description,
    ...(open && { security: [] }),
    ...(signed && { security: [{ signature: [] }] }),
    parameters: [...pathParameters(path), ...queryParameters(query), ...(signed ? MESSAGE : body ? [KEY] : [])],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: oneOf(body) } } } }),
    responses: { ...Object.fromEntries(responses), '4XX': problem, '5XX': problem },
  };
}

const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: words.KEY_TEXT,
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]+$' },
};

const MESSAGE = Object.entries(words.MESSAGE_TEXTS).map(([name, description]) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
}));

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query?: z.ZodObject): object[] {
  const properties = query ? z.toJSONSchema(query, { io: 'input' }).properties : {};
  return Object.entries(properties ?? {}).map(([name, schema]) => ({ name, in: 'query', schema }));
}

function oneOf(names: readonly string[]): object {
  const refs = names.map((name) => ({ $ref: `#/components/schemas/${name}` }));
  return refs.length === 1 ? (refs[0] ?? {}) : { anyOf: refs };
}

function schemasOf(shapes: Record<string, z.ZodType>, io: 'input' | 'output', closed: boolean): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, shape] of Object.entries(shapes)) registry.add(shape, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      if (!closed) delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]));
}
