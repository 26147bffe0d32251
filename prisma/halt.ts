/** What ends a command for the person at the terminal: a sentence with cause and next step, shown without a stack trace. */
export class Halt extends Error {
  override name = 'Halt';
}
