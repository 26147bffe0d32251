import { api } from '../_http/handler.ts';

/** Every other address under /api/v1. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = api({});
