import type { NoticeDeed, NoticeStage, StoredNotice } from '#domain/notice.ts';
import { noticeToDeed } from '#domain/notice-form.ts';
import type { Actor } from '#server/actor.ts';
import type { NoticePage } from '#server/notices/get.ts';
import { NoticeForm } from '#ui/notices/notice-form.tsx';
import { Section } from '#ui/section.tsx';
import * as words from '#ui/words/notices.ts';
import { formatMoment } from '#ui/words/times.ts';
import { noticeAction } from './notice-actions.ts';
import { addressOf, type FormDeed, isForm, sheetOf, unanswered } from './notice-form.ts';

type Asked = { deed: unknown; update: unknown };
type Staff = NonNullable<NoticePage['staff']>;
type Props = { actor: Actor; staff: Staff; stage: NoticeStage; asked: Asked; now: number };

/** One form at a time of what may be done to a notice, and links to the others. */
export async function NoticeDesk({ actor, staff, stage, asked, now }: Props) {
  const { stored, deeds } = staff;
  const update = stored.updates.find(({ id }) => id === asked.update);
  const deed = chosenDeed(stored, deeds, asked.deed, update !== undefined);
  const others = deeds.filter((each): each is FormDeed => each !== deed && isForm(each) && !isWithDraft(each, stage));
  return (
    <>
      {deed && (
        <NoticeForm
          action={noticeAction}
          initial={await unanswered(actor, noticeToDeed(stored, deed, actor.timeZone, update?.id), namesPlaces(deed))}
          sheet={sheetOf(actor, { ...stored, stage, deed, update: update?.id, now })}
        />
      )}
      <Others deeds={others} stored={stored} zone={actor.timeZone} />
    </>
  );
}

/** Whatever else may be done; each update of the timeline is worded anew by itself. */
function Others({ deeds, stored, zone }: { deeds: readonly FormDeed[]; stored: StoredNotice; zone: string }) {
  if (deeds.length === 0) return null;
  return (
    <Section title={words.CHANGES}>
      <ul className="grid gap-2">
        {deeds.map((each) =>
          each === 'reword' ? (
            stored.updates.toReversed().map(({ id, at, state }) => (
              <li key={id}>
                <a href={addressOf(stored.id, 'reword', id)}>{words.REWORD_ONE(state, formatMoment(at, zone))}</a>
              </li>
            ))
          ) : (
            <li key={each}>
              <a href={addressOf(stored.id, each)}>{words.formWords(each, stored.kind)}</a>
            </li>
          ),
        )}
      </ul>
    </Section>
  );
}

/** The form that was asked for, else the one that is most likely wanted; an update is worded anew only by its id. */
function chosenDeed(
  { postMortem }: StoredNotice,
  deeds: readonly NoticeDeed[],
  asked: unknown,
  hasUpdate: boolean,
): FormDeed | null {
  const open = deeds.filter(isForm).filter((each) => each !== 'reword' || hasUpdate);
  const usual = postMortem === null && open.includes('postMortem') ? 'postMortem' : 'update';
  return open.find((each) => each === asked) ?? open.find((each) => each === 'publish' || each === usual) ?? null;
}

/** A draft is kept, published and deleted by one form. */
function isWithDraft(deed: FormDeed, stage: NoticeStage): boolean {
  return stage === 'DRAFT' && deed === 'edit';
}

function namesPlaces(deed: FormDeed): boolean {
  return deed === 'publish' || deed === 'edit';
}
