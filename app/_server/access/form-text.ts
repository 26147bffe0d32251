/** What was typed into a form, by field; without files and without what React adds. Of a repeated field the last counts; what is no form has none. */
export function formText(data: unknown): Record<string, string> {
  if (!(data instanceof FormData)) return {};
  const typed = [...data].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(typed.filter(([name]) => !name.startsWith('$ACTION')));
}
