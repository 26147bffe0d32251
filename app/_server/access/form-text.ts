/** What was typed into a form, by field; without files and without what React adds. Of a repeated field the last counts. */
export function formText(data: FormData): Record<string, string> {
  const typed = [...data].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(typed.filter(([name]) => !name.startsWith('$ACTION')));
}
