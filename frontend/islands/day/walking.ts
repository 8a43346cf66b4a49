// A walk through pairs, one at a time: where one is, what was chosen, and back again. Knows no page.

/** One pair as the form has it: the field's name and its two values. */
export interface Pair {
  name: string;
  two: readonly [string, string];
}

export class Walk {
  #at = 0;
  readonly #answers = new Map<string, string>(); // "" is left out

  constructor(
    readonly pairs: readonly Pair[],
    answered: Iterable<readonly [name: string, value: string]> = [],
  ) {
    const known = new Map(pairs.map((pair) => [pair.name, pair]));
    for (const [name, value] of answered) {
      const pair = known.get(name);
      if (pair && (value === "" || pair.two.includes(value))) this.#answers.set(name, value);
    }
    const open = pairs.findIndex((pair) => !this.#answers.has(pair.name));
    this.#at = open < 0 ? pairs.length : open;
  }

  /** The pair one stands before; undefined at the end. */
  get pair(): Pair | undefined {
    return this.pairs[this.#at];
  }

  /** Its number, from 1; one more than there are at the end. */
  get number(): number {
    return this.#at + 1;
  }

  get isFirst(): boolean {
    return this.#at === 0;
  }

  /** What was said of a pair: one of its two, "" for left out, undefined when it was not seen yet. */
  answer(name: string): string | undefined {
    return this.#answers.get(name);
  }

  get answers(): [name: string, value: string][] {
    return [...this.#answers];
  }

  /** How many pairs were seen, and in how many one was chosen. */
  get seen(): number {
    return this.#answers.size;
  }

  get chosen(): number {
    return [...this.#answers.values()].filter(Boolean).length;
  }

  /** Say which one of the pair is better ("" leaves it out), and go on. */
  say(value: string): void {
    if (!this.pair) return;
    this.#answers.set(this.pair.name, value);
    this.#at += 1;
  }

  back(): void {
    this.#at = Math.max(0, this.#at - 1);
  }
}
