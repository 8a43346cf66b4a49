// How long to wait before trying again: doubling, with a part left to chance so that a hall of phones does not come at once.

export class Backoff {
  #failed = 0;

  constructor(
    readonly first: number,
    readonly most: number,
    readonly chance: () => number = Math.random,
  ) {}

  /** How many times in a row it has failed. */
  get failed(): number {
    return this.#failed;
  }

  /** It failed once more: the milliseconds to wait, between half and the whole of what doubling gives. */
  next(): number {
    const whole = Math.min(this.most, this.first * 2 ** Math.min(this.#failed, 30));
    this.#failed += 1;
    return Math.round(whole * (0.5 + this.chance() / 2));
  }

  /** It worked. */
  done(): void {
    this.#failed = 0;
  }
}
