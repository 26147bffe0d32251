'use client';

import { useState } from 'react';
import { Checkbox, Group } from '../form/choice.tsx';
import { TextField } from '../form/field.tsx';
import type { Fields } from '../request-form/fields.ts';
import { SubmitButton } from '../submit-button.tsx';
import * as words from '../words/notices.ts';
import { serviceWords } from '../words/sizes.ts';
import type { PlaceChoice, PlaceChoices } from './notice-answer.ts';

/** What a notice affects: what is ticked already and what was found, never all there is. */
export function PlaceFields({ fields, choices }: { fields: Fields; choices: PlaceChoices }) {
  const { items, more } = choices;
  // ticked while an answer is under way that does not list it
  const [ticked, setTicked] = useState<readonly PlaceChoice[]>([]);
  const isListed = ({ slug }: PlaceChoice) => items.some((each) => each.slug === slug);
  const isOf = (box: HTMLInputElement, { slug }: PlaceChoice) => box.value.split('/')[0] === slug;
  const shown = [...ticked.filter((place) => !isListed(place)), ...items];
  const keepTicked = ({ target, currentTarget }: React.ChangeEvent<HTMLElement>) => {
    if (target instanceof HTMLInputElement && target.name === 'scope')
      setTicked(shown.filter((place) => boxesIn(currentTarget).some((box) => box.checked && isOf(box, place))));
  };
  return (
    <Group
      legend={words.WHERE}
      hint={words.WHERE_HINT}
      error={fields.error('scope') ?? null}
      name="scope"
      id="scope"
      named
    >
      <div className="row">
        <TextField
          {...fields.bind('find', words.FIND)}
          hint={words.FIND_HINT}
          maxLength={100}
          autoComplete="off"
          type="search"
        />
        <div>
          <SubmitButton kind="quiet" name="intent" value="find">
            {words.FIND_DO}
          </SubmitButton>
        </div>
      </div>
      <div className="contents" onChange={keepTicked}>
        {shown.map((place) => (
          <Place key={place.slug} place={place} fields={fields} />
        ))}
      </div>
      {items.length === 0 && <p className="hint">{words.NONE_FOUND}</p>}
      {more && <p className="hint">{words.MORE_FOUND(items.length)}</p>}
    </Group>
  );
}

function boxesIn(element: HTMLElement): HTMLInputElement[] {
  return [...element.querySelectorAll('input')];
}

function Place({ place: { slug, name, contract, services }, fields }: { place: PlaceChoice; fields: Fields }) {
  const box = (value: string, label: string) => (
    <Checkbox
      key={value}
      name="scope"
      id={`scope-${value}`}
      value={value}
      label={label}
      defaultChecked={fields.ticked('scope', value)}
    />
  );
  const some = services.some((service) => fields.ticked('scope', `${slug}/${service}`));
  return (
    <div>
      {box(slug, words.PLACE(name, slug, contract))}
      {services.length > 0 && (
        <details className="ms-5" open={some}>
          <summary className="text-small text-soft">{words.ONLY_SERVICES}</summary>
          {services.map((service) => box(`${slug}/${service}`, serviceWords(service)))}
        </details>
      )}
    </div>
  );
}
