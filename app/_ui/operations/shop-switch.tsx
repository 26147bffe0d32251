import { SHOP_MODES, SHOP_SERVICES, type ShopState } from '#domain/shop.ts';
import { DataTable } from '../data-table.tsx';
import { Group } from '../form/choice.tsx';
import { Mark } from '../mark.tsx';
import { Section } from '../section.tsx';
import * as words from '../words/shop.ts';
import { DeedForm, DeedSelect } from './deeds.tsx';

/** For operators of a demo: how its shops are, and the switch that makes trouble to look at. */
export function ShopSwitch({ shops }: { shops: readonly ({ environment: string } & ShopState)[] }) {
  return (
    <Section title={words.TITLE} id="shop">
      <DataTable
        caption={words.TITLE}
        columns={words.COLUMNS.map((head) => ({ head }))}
        rows={shops.map((shop) => ({
          key: shop.environment,
          cells: [
            <a key="slug" href={`/environments/${shop.environment}`}>
              {shop.environment}
            </a>,
            <Mark key="mode" tone={shop.mode === 'OPEN' ? 'good' : 'warn'}>
              {words.stateWords(shop)}
            </Mark>,
          ],
        }))}
      />
      <div className="settings noprint mt-5">
        <DeedForm deed="shop" label={words.SWITCH} className="panel form">
          <Group legend={words.SWITCH_TITLE} hint={words.MEANS} name="shop-means">
            <DeedSelect
              name="shop.environment"
              label={words.ENVIRONMENT}
              options={shops.map(({ environment }) => ({ value: environment, label: environment }))}
            />
            <DeedSelect
              name="shop.mode"
              label={words.MODE}
              options={SHOP_MODES.map((mode) => ({ value: mode, label: words.MODE_WORDS[mode] }))}
            />
            <DeedSelect
              name="shop.service"
              label={words.SERVICE}
              options={[
                { value: '', label: words.ALL_PAGES },
                ...SHOP_SERVICES.map((service) => ({ value: service, label: words.pagesWords(service) })),
              ]}
            />
          </Group>
        </DeedForm>
      </div>
    </Section>
  );
}
