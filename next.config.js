// No `output: standalone` and no prerendering tricks: a strict CSP needs a nonce, a nonce needs dynamic pages.
/** @type {import('next').NextConfig} */
export default {
  // a test run builds beside a running portal
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  images: { unoptimized: true },
  // the portal's own origin check is the check (app/_server/access/origin.ts); Next's compares Host only
  // the proxy keeps bodies in memory: a little more than the 1 MB after which every handler answers 413
  experimental: { serverActions: { bodySizeLimit: '1mb' }, proxyClientMaxBodySize: '2mb' },
};
