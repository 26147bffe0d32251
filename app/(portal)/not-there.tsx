import { notFound } from 'next/navigation';
import { answerNotFound } from '#server/access/own-answer.ts';
import { NotFoundText } from '#ui/not-found-text.tsx';

/** For pages: an object that is not there, or not the viewer's; both look the same. Next's own notFound() leaves the document empty until JavaScript fills it, whatever the page (vercel/next.js#62228). */
export function notThere(): React.ReactElement {
  if (!answerNotFound()) notFound();
  return <NotFoundText />;
}
