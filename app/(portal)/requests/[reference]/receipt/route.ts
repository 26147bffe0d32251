import { signInPath } from '#server/access/return-to.ts';
import { currentActor } from '#server/actor.ts';
import { respond } from '#server/api/answer.ts';
import { failed } from '../../../../api/v1/_http/handler.ts';
import { answerReceipt } from '../../../../api/v1/_http/receipt.ts';

type Context = { params: Promise<{ reference: string }> };

/** The receipt of a request for the person who is signed in, linked from its page. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const actor = await currentActor();
    const { pathname, searchParams } = new URL(request.url);
    if (!actor) return new Response(null, { status: 303, headers: { location: signInPath(pathname) } });
    return respond(await answerReceipt(actor, (await params).reference, searchParams));
  } catch (error) {
    return respond(failed(error, request));
  }
}
