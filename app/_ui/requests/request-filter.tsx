import { REQUEST_STATES, type RequestState } from '#domain/lifecycle.ts';
import { Button } from '../button.tsx';
import { Select } from '../form/field.tsx';
import * as words from '../words/requests.ts';
import { STATE_WORDS } from '../words/states.ts';

type Props = { state?: RequestState | undefined; environment?: string | undefined; slugs: readonly string[] };

/** Which requests are listed; the choice is the address, so it can be kept and sent. */
export function RequestFilter({ state, environment, slugs }: Props) {
  return (
    <form className="filter" action="/requests" aria-label={words.FILTER}>
      <Select
        name="state"
        label={words.STATE}
        placeholder={words.ANY_STATE}
        defaultValue={state ?? ''}
        options={REQUEST_STATES.map((value) => ({ value, label: STATE_WORDS[value] }))}
      />
      {slugs.length > 1 && (
        <Select
          name="environment"
          label={words.ENVIRONMENT}
          placeholder={words.ANY_ENVIRONMENT}
          defaultValue={environment ?? ''}
          options={slugs.map((value) => ({ value, label: value }))}
        />
      )}
      <Button kind="quiet">{words.APPLY_FILTER}</Button>
    </form>
  );
}
