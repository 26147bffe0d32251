'use client';

import { ErrorPage } from '#ui/error-page.tsx';

/** A page inside the frame that could not be made. */
export default function PortalError({ error }: { error: Error & { digest?: string } }) {
  return <ErrorPage digest={error.digest} />;
}
