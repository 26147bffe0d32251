import { PROVIDERS, type ProviderName } from '#domain/hosting.ts';
import { FAULTS } from '#domain/transition.ts';
import { Group } from '../form/choice.tsx';
import { PROVIDER_WORDS } from '../words/hosting.ts';
import * as words from '../words/operations.ts';
import { serviceWords } from '../words/sizes.ts';
import { DeedForm, DeedSelect } from './deeds.tsx';

type Props = { slugs: readonly string[]; services: readonly string[]; installation: ProviderName; simulates: boolean };

/** For operators: who carries out upscales of an environment, and faults of the simulation. */
export function Settings({ slugs, services, installation, simulates }: Props) {
  const environments = slugs.map((slug) => ({ value: slug, label: slug }));
  return (
    <div className="settings noprint">
      <DeedForm deed="provider" label={words.CHOOSE_PROVIDER} className="panel form">
        <Group legend={words.CHOICE} hint={words.PROVIDER_MEANS} name="provider-means">
          <DeedSelect name="provider.environment" label={words.ENVIRONMENT} options={environments} />
          <DeedSelect
            name="provider.name"
            label={words.PROVIDER}
            options={[
              { value: '', label: words.DEFAULT_PROVIDER(PROVIDER_WORDS[installation]) },
              ...PROVIDERS.map((name) => ({ value: name, label: PROVIDER_WORDS[name] })),
            ]}
          />
        </Group>
      </DeedForm>
      {simulates && (
        <DeedForm deed="fault" label={words.SET_FAULT} className="panel form">
          <Group legend={words.FAULT} hint={words.FAULT_MEANS} name="fault-means">
            <DeedSelect name="fault.environment" label={words.ENVIRONMENT} options={environments} />
            <DeedSelect
              name="fault.service"
              label={words.SERVICE}
              options={[
                { value: '*', label: words.EVERY_SERVICE },
                ...services.map((name) => ({ value: name, label: serviceWords(name) })),
              ]}
            />
            <DeedSelect
              name="fault.kind"
              label={words.FAULT_DOES}
              options={[
                { value: '', label: words.NO_FAULT },
                ...FAULTS.map((fault) => ({ value: fault, label: words.FAULT_WORDS[fault] })),
              ]}
            />
          </Group>
        </DeedForm>
      )}
    </div>
  );
}
