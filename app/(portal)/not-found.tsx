import { NotFoundText } from '#ui/not-found-text.tsx';

/** An object that is not there, or not the viewer's: both look the same. */
export default function PortalNotFound() {
  return <NotFoundText />;
}
