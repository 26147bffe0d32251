/** The style of the public page: files of app/_ui/styles, in order. Later ones win, so its own frame comes first. */
export const STYLE_FILES = ['tokens.css', 'public.css', 'base.css', 'marks.css', 'status.css'] as const;

/** One style from the texts of those files: Tailwind's theme becomes custom properties, of which only those that are used stay; comments and needless space go. */
export function styleOf(texts: readonly string[]): string {
  const style = texts
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace('@theme {', ':root {')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}');
  return withoutUnused(style);
}

/** A property that only an unused one mentions goes in the next round. */
function withoutUnused(style: string): string {
  const kept = style.replace(/(--[\w*-]+):([^;}]*)(;|(?=}))/g, (whole, name: string) =>
    style.includes(`var(${name})`) ? whole : '',
  );
  return kept === style ? style : withoutUnused(kept);
}
