export type Fact = readonly [term: string, value: React.ReactNode];

/** list: beside one another, small; wide: a page's main facts, ruled by hairlines; across: a band of columns. */
type Look = 'list' | 'wide' | 'across';

/** Terms and what they are. Falsy facts are left out. */
export function Facts({ facts, look = 'list' }: { facts: readonly (Fact | false | undefined)[]; look?: Look }) {
  return (
    <dl className={look === 'list' ? 'facts' : `facts ${look}`}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
