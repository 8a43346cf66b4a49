// The server's clock, as well as the phone can know it: timers count by it, whatever the phone's own clock says.

/** What time it is at the server. The reading that travelled the shortest is believed; an old one gives way. */
export class Clock {
  #offset = 0;
  #doubt = Infinity;
  #readAt = 0;

  constructor(readonly own: () => number = Date.now) {}

  /** The server said it was `theirs` (ISO 8601), in an answer asked for and received at these own times. */
  read(theirs: string, asked: number, received: number): void {
    const at = Date.parse(theirs);
    const doubt = (received - asked) / 2;
    if (Number.isNaN(at) || doubt < 0) return;
    const aged = this.#doubt + (received - this.#readAt) / 1000; // a millisecond a second: phones' clocks drift, and get set
    if (doubt > aged) return;
    this.#offset = at - (asked + received) / 2;
    this.#doubt = doubt;
    this.#readAt = received;
  }

  /** Milliseconds since 1970, at the server. */
  now(): number {
    return this.own() + this.#offset;
  }

  /** The same as text. */
  iso(): string {
    return new Date(this.now()).toISOString();
  }
}

/** What is left of a time as people read it: 12:05, 1:02:05; nothing under zero. */
export function left(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (number: number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
