// What others do, as it happens: a stream from the live door; where that does not come through, the log is asked for
// again and again at the pages' own address. Events arrive in order, each once, whichever way they came.
import { Backoff } from "./backoff.ts";

export interface Told {
  seq: number;
  kind?: string;
  event?: { [field: string]: unknown };
  at?: string;
}

export type Way = "stream" | "polling" | "offline";

interface Words {
  door: string; // where the live door is; empty: at the page's own address
  channel: string;
  who: string; // which of the browser's tickets this page was made for
  last: () => number;
  event: (told: Told) => void;
  way: (way: Way, problem: "" | "ticket") => void;
  behind: () => Promise<void>; // too far behind: get the state
}

const FIRST_BYTE = 8_000; // a stream that says nothing for so long is held back by something on the way
const SILENCE = 40_000; // the server says something every 15 seconds
const HIDDEN = 30_000; // a page nobody sees gives its connection back
const POLL = 3_000;
const POLL_HIDDEN = 20_000;
const TRIES = 2; // failures of the stream in a row after which the log is asked instead
const STREAM_AGAIN = 45_000;
const STREAM_AGAIN_MOST = 300_000;

/** Follows a channel until it is stopped. */
export class Following {
  #stopped = true;
  #streams = false;
  #opened = false; // a stream has come through before
  #wake: () => void = () => {};
  #current = new AbortController();
  #way: Way = "offline";
  #heard = 0;
  #streamAt = 0; // when the stream may be tried (again)
  #hiddenSince = 0;
  readonly #stream = new Backoff(400, 10_000);
  readonly #poll = new Backoff(500, 10_000);
  readonly #again = new Backoff(STREAM_AGAIN, STREAM_AGAIN_MOST);
  #hiddenTimer = 0;

  constructor(readonly words: Words) {}

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#current.abort();
    this.#wake();
  }

  /** The net is back, or the page is seen again: no more waiting, and a stream that has gone silent is opened anew. */
  hurry(): void {
    clearTimeout(this.#hiddenTimer);
    this.#hiddenSince = 0;
    this.#streamAt = 0;
    if (this.#streams && Date.now() - this.#heard > 16_000) this.#current.abort();
    this.#wake();
  }

  /** The net is gone, says the browser. */
  cut(): void {
    this.#say("offline");
    this.#current.abort();
  }

  /** Nobody sees the page: after a while its connection is given back. It catches up when seen again. */
  hide(): void {
    clearTimeout(this.#hiddenTimer);
    this.#hiddenSince = Date.now();
    this.#hiddenTimer = window.setTimeout(() => this.#streams && this.#current.abort(), HIDDEN);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      if (this.#hiddenSince && Date.now() - this.#hiddenSince > HIDDEN) {
        await this.#pause(POLL_HIDDEN);
        await this.#ask();
      } else if (Date.now() >= this.#streamAt) {
        await this.#tryStream();
      } else {
        const wasOffline = this.#way === "offline";
        const answered = await this.#ask();
        if (answered && wasOffline && this.#opened) this.#streamAt = 0; // the net is back: perhaps for streams too
        else await this.#pause(answered ? POLL * (0.8 + 0.4 * Math.random()) : this.#poll.next());
      }
    }
  }

  async #tryStream(): Promise<void> {
    const lived = await this.#listen();
    if (this.#stopped) return;
    if (lived) {
      this.#stream.done();
      this.#again.done();
      await this.#pause(300 + 900 * Math.random()); // a server that begins anew is not asked by all at once
      return;
    }
    const wait = this.#stream.next();
    if (this.#streamAt > Date.now()) return;
    if (this.#stream.failed >= TRIES) this.#streamAt = Date.now() + this.#again.next();
    else await this.#pause(wait);
  }

  /** Listen to the stream until it ends. True when it told something. */
  async #listen(): Promise<boolean> {
    const current = (this.#current = new AbortController());
    let watch = window.setTimeout(() => current.abort(), FIRST_BYTE);
    let lived = false;
    try {
      const asked = `${this.words.door}/live/${this.words.channel}/events?last=${this.words.last()}&who=${this.words.who}`;
      const answer = await fetch(asked, { credentials: "include", signal: current.signal, cache: "no-store" });
      if (answer.status === 409) await this.words.behind();
      if (answer.status === 401) this.#say(this.#way, "ticket");
      if (answer.status === 404) this.#streamAt = Date.now() + STREAM_AGAIN_MOST; // there is no door at this address
      const isStream = answer.ok && answer.headers.get("Content-Type")?.startsWith("text/event-stream");
      if (!isStream || !answer.body) {
        await answer.body?.cancel();
        return answer.status === 409;
      }
      this.#streams = true;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      const lines = new Lines();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        this.#heard = Date.now();
        clearTimeout(watch);
        watch = window.setTimeout(() => current.abort(), SILENCE);
        if (!lived) this.#say("stream");
        lived = this.#opened = true;
        for (const told of lines.read(value)) this.words.event(told);
      }
    } catch {
      // cut: the loop decides what to do next
    } finally {
      clearTimeout(watch);
      this.#streams = false;
    }
    return lived;
  }

  /** Ask for what happened, until all of it is here. True when the server answered. */
  async #ask(): Promise<boolean> {
    try {
      for (let more = true; more && !this.#stopped; ) {
        const asked = `/live/${this.words.channel}/log?last=${this.words.last()}&who=${this.words.who}`;
        const answer = await fetch(asked, { cache: "no-store", signal: AbortSignal.timeout(15_000) });
        if (answer.status === 401) {
          this.#say("polling", "ticket");
          await this.#pause(POLL_HIDDEN);
          return false;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        const told = (await answer.json()) as { events: Told[]; more: boolean };
        for (const one of told.events) this.words.event(one);
        more = told.more;
      }
    } catch {
      this.#say("offline");
      return false;
    }
    this.#poll.done();
    if (!this.#streams) this.#say("polling");
    return true;
  }

  #say(way: Way, problem: "" | "ticket" = ""): void {
    this.#way = way;
    this.words.way(way, problem);
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = window.setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** An event stream cut into events, wherever the pieces break (HTML, 9.2.6; ids are in the data too). */
export class Lines {
  #rest = "";
  #data: string[] = [];

  *read(piece: string): Iterable<Told> {
    const lines = (this.#rest + piece).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const plain = line.replace(/\r$/, "");
      if (plain.startsWith("data:")) this.#data.push(plain.slice(5).replace(/^ /, ""));
      if (plain !== "" || this.#data.length === 0) continue;
      const told = parsed(this.#data.join("\n"));
      this.#data = [];
      if (told) yield told;
    }
  }
}

function parsed(data: string): Told | null {
  try {
    const told = JSON.parse(data) as Told;
    return typeof told.seq === "number" ? told : null;
  } catch {
    return null;
  }
}
