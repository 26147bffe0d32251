import { LIVE_WORDS } from '../words/live.ts';
import { ageText } from './age-text.ts';
import { follow } from './follow.ts';
import { morph } from './morph.ts';

/** The script of the public page, whole: the text of three functions, without their comments and indentation. Made by the bare process, where the text is what is written here; a bundler's would differ. */
export const LIVE_SCRIPT = [morph, ageText, `(${follow})(${JSON.stringify(LIVE_WORDS)})`].map(compact).join('\n');

/** Every comment in those functions has a line of its own. */
function compact(part: { toString(): string }): string {
  return part
    .toString()
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .join('\n');
}
