import { Checkbox, Group } from '../form/choice.tsx';
import { TextArea } from '../form/field.tsx';
import type { Twice } from '../request-form/answer.ts';
import type { Fields } from '../request-form/fields.ts';
import { OFFERED, SizeField } from '../request-form/size-field.tsx';
import { EdgeFields, ZoneField } from '../request-form/window-fields.tsx';
import * as words from '../words/moves.ts';
import { serviceWords } from '../words/sizes.ts';
import type { MoveSheet } from './move-answer.ts';

/** Other sizes, another window, or both; it begins with what was asked. */
export function OfferFields({ sheet, twice, fields }: { sheet: MoveSheet; twice: Twice; fields: Fields }) {
  const { services, classes, timeZone, emergency } = sheet;
  return (
    <Group legend={words.OFFER_TITLE} id="offer" name="offer" hint={words.OFFER_HINT} error={fields.error('offer')}>
      {services.map((service) => (
        <Group
          key={service.name}
          legend={serviceWords(service.name)}
          id={`wanted.${service.name}`}
          name={`wanted.${service.name}`}
          error={fields.error(`wanted.${service.name}`)}
        >
          <div className="row">
            {OFFERED[service.shape].map((attribute) => (
              <SizeField
                key={attribute}
                attribute={attribute}
                service={service}
                catalogue={{ classes, taskSizes: [] }}
                fields={fields}
              />
            ))}
          </div>
        </Group>
      ))}
      <EdgeFields fields={fields} twice={twice} />
      <ZoneField fields={fields} zones={[timeZone, 'UTC']} />
      <TextArea {...fields.bind('note', words.TYPED.offerReason)} rows={2} />
      {emergency && (
        <Checkbox
          id="offerConfirmation"
          name="confirmEmergency"
          label={words.CONFIRM_OFFER}
          hint={words.CONFIRM_HINT}
          error={fields.error('confirmEmergency')}
        />
      )}
    </Group>
  );
}
