import { mergeWanted, type ServiceSizes } from './capacity.ts';
import { type FieldError, fieldError } from './field-error.ts';
import type { DraftBody, RequestBody, RequestContent } from './request.ts';

/** Names in a body that the data does not know: services of the environment, and slugs to follow that the sender may not see or that do not exist, which are the same. */
export function checkAgainstEnvironment(
  body: Pick<DraftBody, 'lines' | 'consistency'>,
  known: { services: readonly string[]; followable: readonly string[] },
): FieldError[] {
  const services = (body.lines ?? []).flatMap(({ service }, index) =>
    known.services.includes(service)
      ? []
      : [fieldError(`lines.${index}.service`, 'unknownService', { choices: known.services.join(', ') })],
  );
  const follow = (body.consistency?.follow ?? []).flatMap((slug, index) =>
    known.followable.includes(slug) ? [] : [fieldError(`consistency.follow.${index}`, 'unknownEnvironment', {})],
  );
  return [...services, ...follow];
}

/** What is stored and judged: the body with each wanted size whole, merged over the baseline. Every service must be known. */
export function wholeContent(body: RequestBody, services: readonly ServiceSizes[]): RequestContent {
  return { ...body, lines: wholeLines(body.lines, services) };
}

/** Lines with whole sizes, as an offer's are too. Every service must be known. */
export function wholeLines(lines: RequestBody['lines'], services: readonly ServiceSizes[]): RequestContent['lines'] {
  return lines.map(({ service, wanted }) => {
    const found = services.find((each) => each.name === service);
    if (!found) throw new TypeError(`no service ${service} to merge with`);
    return { service, wanted: mergeWanted(found.baseline, wanted) };
  });
}
