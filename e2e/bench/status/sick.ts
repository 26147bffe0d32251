import { LEVEL_WORDS } from '#ui/words/states.ts';

/** The slugs of the environments that a public status page shows as not well. */
export function sickOf(html: string): string[] {
  return html
    .split('data-key="e-')
    .slice(1)
    .filter((row) => {
      const level = /<p class="level"><span class="mark[^"]*">.*?<\/svg><span>([^<]*)</.exec(row)?.[1];
      if (level === undefined) throw new Error('a row of the status page has no level');
      return level !== LEVEL_WORDS.OPERATIONAL;
    })
    .map((row) => row.slice(0, row.indexOf('"')));
}
