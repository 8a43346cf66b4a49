// What was done on this phone and is not yet known to be on the server's disk. An act gets its id once, is stored here
// before it is sent, and leaves only on a receipt. Two tabs share it: one at a time sends, both learn of the receipts.
import { Backoff } from "./backoff.ts";

export type Payload = Record<string, unknown>;

/** An act on its way. `form` says which form it came from, so that a refused text finds its way back. */
export interface Waiting {
  n: number;
  op: string;
  channel: string;
  who: string;
  kind: string;
  payload: Payload;
  made_at: string;
  form: string;
  to?: string; // an act with a file: the address it is posted to
  refused?: string;
  sentence?: string;
}

/** Words and files go by lanes of their own: a large file on a slow net holds up no word. */
export type Lane = "words" | "files";

/** What the server says became of an act. */
export interface Receipt {
  op: string;
  seq?: number;
  at?: string;
  late?: boolean;
  mine?: Payload;
  refused?: string;
  sentence?: string;
}

/** A receipt and the act it belongs to. */
export interface Settled extends Receipt {
  kind: string;
  payload: Payload;
  form: string;
}

/** Where acts lie until they are received. */
export interface Shelf {
  put(act: Omit<Waiting, "n">): Promise<void>;
  all(): Promise<Waiting[]>;
  remove(op: string): Promise<void>;
  refuse(op: string, refused: string, sentence: string): Promise<void>;
  lease(name: string, tab: string, now: number, until: number): Promise<boolean>;
  release(name: string, tab: string): Promise<void>;
}

/** The answer to a sending: receipts, or why there are none. */
export type Answer =
  | { receipts: Receipt[] }
  | { trouble: Trouble };

export type Trouble = "net" | "ticket" | "unreadable";

export type Send = (acts: Waiting[]) => Promise<Answer>;

export const MOST_ACTS = 20; // in one sending, as the server takes them
const MOST_LETTERS = 80_000; // of one sending; the server takes 256 kB
const LEASE = 8_000; // milliseconds after which a tab that sends and does not say that it lives is taken for closed
const STILL_SENDS = 2_500; // milliseconds after which it says so again
const OTHER_SENDS = 1_500;
const WITHOUT_TICKET = 20_000;
const TOO_FAST = 4_000;

/** The acts of one sending: the first ones that wait, not too many and not too much. */
export function batch(acts: Waiting[], most = MOST_ACTS): Waiting[] {
  const some: Waiting[] = [];
  let letters = 0;
  for (const act of acts) {
    letters += JSON.stringify(act.payload).length;
    if (some.length === most || (some.length > 0 && letters > MOST_LETTERS)) break;
    some.push(act);
  }
  return some;
}

interface Surroundings {
  shelf: Shelf;
  lane?: Lane;
  send: Send;
  channel: string;
  who: string;
  tab: string;
  settled: (receipts: Settled[]) => void; // told in every tab
  changed: (waiting: number, trouble: "" | "net" | "ticket") => void;
  cast?: { postMessage(message: unknown): void; onmessage: ((event: MessageEvent) => void) | null };
  later?: (what: () => void, milliseconds: number) => unknown;
  now?: () => number;
  stillSends?: number;
  backoff?: Backoff;
}

/** The outbox of one person on one channel, in one tab: one lane of it. */
export class Outbox {
  #sending = false;
  #again = false;
  #timer: unknown;
  #single = false; // after an answer that something was unreadable: one at a time, to find which
  #trouble: "" | "net" | "ticket" = "";
  readonly #in: Surroundings;
  readonly #lane: Lane;
  readonly #backoff: Backoff;

  constructor(surroundings: Surroundings) {
    this.#in = surroundings;
    this.#lane = surroundings.lane ?? "words";
    this.#backoff = surroundings.backoff ?? new Backoff(200, 3_000);
    if (surroundings.cast) surroundings.cast.onmessage = (event) => this.#heard(event.data);
  }

  /** Store an act and set out to send it. Resolves once it is stored. */
  async put(act: Pick<Waiting, "op" | "kind" | "payload" | "made_at" | "form" | "to">): Promise<void> {
    await this.#in.shelf.put({ ...act, channel: this.#in.channel, who: this.#in.who });
    this.#in.cast?.postMessage({ put: act.op });
    await this.#count();
    void this.flush();
  }

  /** What this person did here that has no receipt, in order; refused acts too. */
  async mine(): Promise<Waiting[]> {
    const acts = await this.#in.shelf.all();
    const own = acts.filter((act) => act.channel === this.#in.channel && act.who === this.#in.who);
    return own.filter((act) => (act.to ? "files" : "words") === this.#lane).sort((a, b) => a.n - b.n);
  }

  /** A refused act whose text has been given back. */
  async forget(op: string): Promise<void> {
    await this.#in.shelf.remove(op);
    this.#in.cast?.postMessage({ forgot: op });
  }

  /** Send what waits, in order, until nothing does. One at a time, in one tab at a time. */
  async flush(): Promise<void> {
    if (this.#sending) {
      this.#again = true;
      return;
    }
    this.#sending = true;
    this.#stop();
    let pause = 0;
    try {
      do {
        this.#again = false;
        pause = await this.#round();
      } while (pause === 0 && (this.#again || (await this.#waiting()).length > 0));
    } catch {
      pause = this.#backoff.next(); // the phone's store failed: try again
    } finally {
      this.#sending = false;
    }
    if (pause > 0) this.#soon(pause);
  }

  /** One sending. 0: go on; else the milliseconds after which to try again. */
  async #round(): Promise<number> {
    const acts = batch(await this.#waiting(), this.#single || this.#lane === "files" ? 1 : MOST_ACTS);
    if (acts.length === 0) return 0;
    const now = this.#now();
    if (!(await this.#in.shelf.lease(this.#lease, this.#in.tab, now, now + LEASE))) return OTHER_SENDS;
    let answer: Answer;
    const living = setInterval(() => void this.#stillSends(), this.#in.stillSends ?? STILL_SENDS);
    try {
      answer = await this.#in.send(acts);
      if ("receipts" in answer) return await this.#received(acts, answer.receipts);
    } finally {
      clearInterval(living);
      await this.#in.shelf.release(this.#lease, this.#in.tab);
    }
    return this.#failed(acts, answer.trouble);
  }

  /** A slow sending keeps its lease; that of a tab closed in the middle of one runs out. */
  async #stillSends(): Promise<void> {
    const now = this.#now();
    try {
      await this.#in.shelf.lease(this.#lease, this.#in.tab, now, now + LEASE);
    } catch {
      // the store failed: another tab may send the same, and the server takes it once
    }
  }

  async #received(acts: Waiting[], receipts: Receipt[]): Promise<number> {
    const by = new Map(acts.map((act) => [act.op, act]));
    const settled: Settled[] = [];
    let pause = 0;
    for (const receipt of receipts) {
      const act = by.get(receipt.op);
      if (!act) continue;
      if (receipt.refused === "too_many") {
        pause = TOO_FAST;
        continue;
      }
      if (receipt.refused) await this.#in.shelf.refuse(act.op, receipt.refused, receipt.sentence ?? "");
      else if (receipt.seq) await this.#in.shelf.remove(act.op);
      else continue;
      settled.push({ ...receipt, kind: act.kind, payload: act.payload, form: act.form });
    }
    if (settled.length === 0 && pause === 0) return this.#failed(acts, "net"); // an answer that says nothing
    this.#backoff.done();
    this.#single = false;
    this.#trouble = "";
    if (settled.length > 0) {
      this.#in.cast?.postMessage({ settled });
      this.#in.settled(settled);
    }
    await this.#count();
    return pause;
  }

  async #failed(acts: Waiting[], trouble: Trouble): Promise<number> {
    if (trouble === "unreadable") {
      if (acts.length > 1) {
        this.#single = true;
        return 0;
      }
      return this.#received(acts, acts.map((act) => ({ op: act.op, refused: "unreadable", sentence: "" })));
    }
    this.#trouble = trouble;
    await this.#count();
    return trouble === "ticket" ? WITHOUT_TICKET : this.#backoff.next();
  }

  #heard(message: { settled?: Settled[] }): void {
    if (message?.settled) this.#in.settled(message.settled);
    void this.#count();
  }

  async #waiting(): Promise<Waiting[]> {
    return (await this.mine()).filter((act) => !act.refused);
  }

  async #count(): Promise<void> {
    this.#in.changed((await this.#waiting()).length, this.#trouble);
  }

  get #lease(): string {
    const whose = `${this.#in.channel}:${this.#in.who}`;
    return this.#lane === "words" ? whose : `${whose}:${this.#lane}`;
  }

  #now(): number {
    return (this.#in.now ?? Date.now)();
  }

  #soon(milliseconds: number): void {
    const later = this.#in.later ?? setTimeout;
    this.#timer = later(() => void this.flush(), milliseconds);
  }

  #stop(): void {
    if (typeof this.#timer === "number") clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
