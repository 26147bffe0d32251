/** Work in turns, one for each round of the event loop, so that much of it keeps nobody waiting; what is urgent goes first. */
export class Turns {
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];
  #running = false;

  /** Resolves when it is the caller's turn. */
  next(isUrgent: boolean): Promise<void> {
    return new Promise((resolve) => {
      (isUrgent ? this.#urgent : this.#others).push(resolve);
      if (!this.#running) setImmediate(() => this.#run());
      this.#running = true;
    });
  }

  #run(): void {
    const turn = this.#urgent.shift() ?? this.#others.shift();
    this.#running = turn !== undefined;
    if (!turn) return;
    turn();
    setImmediate(() => this.#run());
  }
}
