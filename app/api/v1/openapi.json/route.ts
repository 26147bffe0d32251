import { openApi } from '../_http/openapi.ts';
import { publicDocument } from '../_http/public-document.ts';

/** The schema of the API; it names no one's data, so it needs no token. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = publicDocument(openApi);
