import { DataTable } from '../data-table.tsx';
import { Group } from '../form/choice.tsx';
import { Section } from '../section.tsx';
import * as words from '../words/publicity.ts';
import { DeedForm, DeedSelect } from './deeds.tsx';

type Contract = { contract: string; organisation: string; public: boolean };

/** Rows of the table at most; the form has all. */
const SHOWN = 25;

/** For those who publish status: which contracts anybody may read about, and the switch. */
export function PublicitySwitch({ contracts }: { contracts: readonly Contract[] }) {
  const shown = contracts.slice(0, SHOWN);
  // what is chosen at first changes nothing
  const choices = [...contracts].sort((a, b) => Number(a.public) - Number(b.public));
  return (
    <Section title={words.TITLE} id="publicity">
      <DataTable
        caption={words.TITLE}
        columns={words.COLUMNS.map((head) => ({ head }))}
        rows={shown.map((each) => ({ key: each.contract, cells: cellsOf(each) }))}
      />
      {contracts.length > shown.length && <p className="hint">{words.MORE(contracts.length, shown.length)}</p>}
      <div className="settings noprint mt-5">
        <DeedForm deed="publicity" label={words.SWITCH} className="panel form">
          <Group legend={words.CHOICE} hint={words.MEANS} name="publicity-means">
            <DeedSelect
              name="publicity.contract"
              label={words.CONTRACT}
              options={choices.map((each) => ({
                value: each.contract,
                label: words.optionWords(each.contract, each.organisation, each.public),
              }))}
            />
            <DeedSelect
              name="publicity.public"
              label={words.PUBLICITY}
              options={[
                { value: 'no', label: words.NOT_PUBLIC },
                { value: 'yes', label: words.PUBLIC },
              ]}
            />
          </Group>
        </DeedForm>
      </div>
    </Section>
  );
}

function cellsOf({ contract, organisation, public: isPublic }: Contract): React.ReactNode[] {
  const address = `/status/${contract}`;
  const page = isPublic ? (
    <a key="page" href={address}>
      {address}
    </a>
  ) : (
    words.NO_PAGE
  );
  return [contract, organisation, isPublic ? words.PUBLIC : words.NOT_PUBLIC, page];
}
