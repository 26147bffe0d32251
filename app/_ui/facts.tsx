export type Fact = readonly [term: string, value: React.ReactNode];

/** Terms and what they are. Falsy values are left out. `wide` is for a page's main facts, ruled by hairlines. */
export function Facts({ facts, wide = false }: { facts: readonly (Fact | false | undefined)[]; wide?: boolean }) {
  return (
    <dl className={wide ? 'facts wide' : 'facts'}>
      {facts.map((fact) => fact && [<dt key={`${fact[0]} term`}>{fact[0]}</dt>, <dd key={fact[0]}>{fact[1]}</dd>])}
    </dl>
  );
}
