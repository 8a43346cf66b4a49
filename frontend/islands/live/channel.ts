// <live-channel data-channel data-door data-last data-now data-who data-words>: wraps a page of a day and keeps it
// current. It fires on itself:
//   live-state    {last, state}                                    the whole, when it was asked for anew
//   live-event    {seq, kind, event, at}                           in order, each once
//   live-receipt  {op, kind, seq, at, late, refused, sentence, mine, payload}
//   live-status   {way: "stream" | "polling" | "offline", waiting, problem}
// and takes over the forms inside that have data-act.
import { Clock } from "./clock.ts";
import { Drafts, empty, filesOf, giveBack, isTooLarge, nameOf, payloadOf } from "./forms.ts";
import { newId } from "./ids.ts";
import { type Answer, type Lane, Outbox, type Payload, type Receipt, type Settled, type Waiting } from "./outbox.ts";
import { isStale, openShelf } from "./shelves.ts";
import { Following, type Told, type Way } from "./stream.ts";
import { became, say, type Sentences, standing } from "./words.ts";

const TWICE = 600; // milliseconds in which the same act by the same form is one press too many
const ANSWERED = 20_000;
const FILE_ANSWERED = 180_000; // a photo of some megabytes over a slow net
const DOOR_AGAIN = 60_000;
const WAITS = 1_500; // an act on its way for less is not spoken of in the page's status

export class LiveChannel extends HTMLElement {
  /** The server's clock. */
  readonly clock = new Clock();
  /** The last sequence this page knows of. */
  last = 0;
  #outbox: Promise<{ [lane in Lane]: Outbox }> | undefined;
  #following: Following | undefined;
  #drafts = new Drafts("");
  #way: Way | "" = "";
  #problem = "";
  #waitingIn = { words: 0, files: 0 };
  #toldWaiting = 0; // what is said of it: not what is on its way for a moment only
  #waitTimer = 0;
  #doorShutUntil = 0;
  #forms = new Map<string, HTMLFormElement>(); // op → the form it was done with, on this page
  #pressed = new Map<HTMLFormElement, { what: string; at: number }>();
  #sentences: Sentences = {};
  #stop = new AbortController();

  connectedCallback(): void {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#sentences = JSON.parse(this.dataset.words ?? "{}") as Sentences;
    this.#drafts = new Drafts(`live:${this.channel}:${this.who}`);
    this.last = Number(this.dataset.last ?? 0);
    this.#readClock();
    this.addEventListener("submit", (event) => this.#submitted(event), { signal });
    this.addEventListener("input", (event) => this.#typed(event), { signal });
    addEventListener("online", () => this.#hurry(), { signal });
    addEventListener("offline", () => this.#following?.cut(), { signal });
    addEventListener("pageshow", () => this.#hurry(), { signal });
    addEventListener("pagehide", () => this.#drafts.storeAll(), { signal });
    document.addEventListener("visibilitychange", () => this.#seen(), { signal });
    this.adopt(this);
    this.#outbox = this.#open();
    this.#following = new Following({
      door: this.door,
      channel: this.channel,
      who: this.who,
      last: () => this.last,
      event: (told) => this.#told(told),
      way: (way, problem) => this.#came(way, problem),
      behind: async () => void (await this.whole()),
    });
    if (this.dataset.last === undefined) void this.whole().catch(() => {}).then(() => this.#following?.start());
    else queueMicrotask(() => this.#following?.start());
  }

  disconnectedCallback(): void {
    this.#stop.abort();
    this.#following?.stop();
  }

  get channel(): string {
    return this.dataset.channel ?? "";
  }

  get who(): string {
    return this.dataset.who ?? "";
  }

  get door(): string {
    return this.dataset.door ?? "";
  }

  get forms(): HTMLFormElement[] {
    return [...this.querySelectorAll<HTMLFormElement>("form[data-act]")];
  }

  /** What time it is at the server, in milliseconds since 1970. */
  now(): number {
    return this.clock.now();
  }

  /** Do something on the day. Resolves with the act's id once it is stored on this phone; the receipt comes as live-receipt. */
  async act(kind: string, payload: Payload, form?: HTMLFormElement): Promise<string> {
    const op = newId();
    if (form) this.#forms.set(op, form);
    const outbox = await this.#outbox;
    const act = { op, kind, payload, made_at: this.clock.iso(), form: form ? nameOf(form) : "" };
    if (form && filesOf(payload).length > 0) await outbox?.files.put({ ...act, to: form.action });
    else await outbox?.words.put(act);
    return op;
  }

  /** What this person did here that is not received yet, in order. */
  async unsent(): Promise<Waiting[]> {
    const outbox = await this.#outbox;
    return outbox ? [...(await outbox.words.mine()), ...(await outbox.files.mine())] : [];
  }

  /** A part of the page is new: texts that were begun in its forms are put back. */
  adopt(part: Element): void {
    for (const form of part.querySelectorAll<HTMLFormElement>("form[data-act]")) this.#drafts.restore(form);
  }

  /** Ask where everything stands; told as live-state too. */
  async whole(): Promise<{ [part: string]: unknown }> {
    const asked = Date.now();
    const answer = await fetch(`/live/${this.channel}/state?who=${this.who}`, { cache: "no-store", signal: AbortSignal.timeout(ANSWERED) });
    if (!answer.ok) throw new Error(`the state was not given: ${answer.status}`);
    const told = (await answer.json()) as { last: number; state: { [part: string]: unknown }; now: string };
    this.clock.read(told.now, asked, Date.now());
    this.last = Math.max(this.last, told.last);
    this.#fire("live-state", { last: told.last, state: told.state });
    return told.state;
  }

  async #open(): Promise<{ [lane in Lane]: Outbox }> {
    const shelf = await openShelf();
    for (const act of await shelf.all()) if (isStale(act, Date.now())) await shelf.remove(act.op);
    const tab = newId();
    const lane = (name: Lane, send: (acts: Waiting[]) => Promise<Answer>) =>
      new Outbox({
        shelf,
        lane: name,
        channel: this.channel,
        who: this.who,
        tab,
        send,
        settled: (receipts) => receipts.forEach((receipt) => this.#settled(receipt)),
        changed: (waiting, trouble) => {
          this.#waits(name, waiting);
          if (trouble === "ticket") this.#status("ticket");
        },
        cast: typeof BroadcastChannel === "function" ? new BroadcastChannel(`kotokaari-live:${this.channel}:${this.who}:${name}`) : undefined,
      });
    const outbox = { words: lane("words", (acts) => this.#send(acts)), files: lane("files", ([act]) => this.#sendFile(act)) };
    for (const act of [...(await outbox.words.mine()), ...(await outbox.files.mine())]) {
      if (act.refused) this.#settled({ ...act });
      else this.#mark(this.#formOf(act), say(this.#sentences, "saved"), "saved");
    }
    void outbox.words.flush();
    void outbox.files.flush();
    return outbox;
  }

  async #send(acts: Waiting[]): Promise<Answer> {
    const body = JSON.stringify({ acts: acts.map(({ op, kind, payload, made_at }) => ({ op, kind, payload, made_at })) });
    if (this.door && Date.now() >= this.#doorShutUntil) {
      const answer = await postActs(`${this.door}/live/${this.channel}/acts?who=${this.who}`, body);
      if ("receipts" in answer || answer.trouble !== "net") return answer;
      this.#doorShutUntil = Date.now() + DOOR_AGAIN;
    }
    const answer = await postActs(`/live/${this.channel}/acts?who=${this.who}`, body);
    if ("trouble" in answer && answer.trouble === "net") this.#doorShutUntil = 0;
    return answer;
  }

  /** An act with a file, by the form's own address; any form of this page has the token for it. */
  async #sendFile(act: Waiting | undefined): Promise<Answer> {
    if (!act?.to) return { receipts: [] };
    const body = new FormData();
    for (const [name, value] of Object.entries(act.payload)) body.append(name, value instanceof Blob ? value : String(value));
    body.append("op", act.op);
    body.append("csrfmiddlewaretoken", this.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "");
    return post(`${act.to}?who=${this.who}`, body, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(FILE_ANSWERED) });
  }

  #submitted(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.act === undefined || event.defaultPrevented) return;
    const data = new FormData(form, event.submitter);
    event.preventDefault();
    const payload = payloadOf(data);
    if (isTooLarge(form, payload)) return this.#mark(form, form.dataset.tooLarge ?? "", "refused");
    const what = JSON.stringify(payload);
    const pressed = this.#pressed.get(form);
    if (pressed && pressed.what === what && Date.now() - pressed.at < TWICE) return;
    this.#pressed.set(form, { what, at: Date.now() });
    void this.act(form.dataset.act, payload, form).then(() => {
      empty(form, payload);
      this.#drafts.store(form);
    });
    this.#mark(form, say(this.#sentences, "saved"), "saved");
  }

  #settled(receipt: Settled): void {
    const known = this.#forms.get(receipt.op);
    const form = known?.isConnected ? known : this.#formOf(receipt);
    this.#forms.delete(receipt.op);
    const language = document.documentElement.lang;
    this.#mark(form, became(this.#sentences, receipt, language), receipt.refused ? "refused" : "received");
    if (receipt.refused) this.#giveBack(receipt, form);
    this.#fire("live-receipt", { ...receipt });
  }

  /** A refused text goes back into its form; where another is being written there, it lies beside it until it is taken. */
  #giveBack(receipt: Settled, form: HTMLFormElement | null): void {
    const done = () => void this.#outbox?.then((outbox) => Promise.all([outbox.words.forget(receipt.op), outbox.files.forget(receipt.op)]));
    const written = Object.values(receipt.payload).filter((value) => typeof value === "string" && /\s|.{20}/.test(value));
    if (form && giveBack(form, receipt.payload)) {
      this.#drafts.store(form);
      return done();
    }
    if (written.length === 0) return done();
    const known = [...this.querySelectorAll("[data-refused-op]")].some(
      (box) => box.getAttribute("data-refused-op") === receipt.op,
    );
    if (known) return;
    const box = document.createElement("div");
    box.className = "act-refused";
    box.dataset.refusedOp = receipt.op;
    box.setAttribute("role", "status");
    const why = document.createElement("p");
    why.textContent = became(this.#sentences, receipt, "");
    const text = document.createElement("blockquote");
    text.dir = "auto";
    text.textContent = written.join("\n");
    const away = document.createElement("button");
    away.type = "button";
    away.className = "ds-button";
    away.dataset.variant = "secondary";
    away.textContent = say(this.#sentences, "put_away");
    away.addEventListener("click", () => {
      box.remove();
      done();
    });
    box.append(why, text, away);
    if (form) form.after(box);
    else (this.querySelector("[data-live-status]") ?? this).after(box);
  }

  #formOf(act: { kind: string; form: string }): HTMLFormElement | null {
    const same = this.forms.filter((form) => form.dataset.act === act.kind);
    return same.find((form) => nameOf(form) === act.form) ?? null;
  }

  /** Say in the form what became of the last thing done with it. */
  #mark(form: HTMLFormElement | null, words: string, state: string): void {
    if (!form || ("quiet" in form.dataset && state !== "refused")) return;
    let told = form.querySelector<HTMLElement>("[data-act-status]");
    if (!told) {
      told = document.createElement("p");
      told.className = "act-status";
      told.dataset.actStatus = "";
      told.setAttribute("role", "status");
      form.append(told);
    }
    told.dataset.state = state;
    told.textContent = words;
  }

  #typed(event: Event): void {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-act]") : null;
    if (form) this.#drafts.typed(form);
  }

  #told(told: Told): void {
    if (told.seq <= this.last) return;
    this.last = told.seq;
    if (told.event) this.#fire("live-event", told);
  }

  #came(way: Way, problem: "" | "ticket"): void {
    const before = this.#way;
    this.#way = way;
    this.#status(problem);
    if (before === "offline" && way !== "offline") this.#flush();
  }

  get #waiting(): number {
    return this.#waitingIn.words + this.#waitingIn.files;
  }

  #waits(lane: Lane, inLane: number): void {
    this.#waitingIn[lane] = inLane;
    const waiting = this.#waiting;
    clearTimeout(this.#waitTimer);
    const tell = () => {
      this.#toldWaiting = this.#waiting;
      this.#status();
    };
    if (waiting > 0 && this.#toldWaiting === 0) this.#waitTimer = window.setTimeout(tell, WAITS);
    else if (waiting !== this.#toldWaiting) tell();
  }

  #status(problem?: string): void {
    if (problem !== undefined) this.#problem = problem;
    if (!this.#way) return;
    for (const place of this.querySelectorAll<HTMLElement>("[data-live-status]")) {
      const words = standing(this.#sentences, this.#way, this.#toldWaiting, this.#problem);
      const told = place.querySelector<HTMLElement>("[data-live-words]") ?? place;
      if (told.textContent !== words) told.textContent = words;
      place.dataset.way = this.#problem || this.#way;
    }
    this.dataset.way = this.#way;
    this.#fire("live-status", { way: this.#way, waiting: this.#waiting, problem: this.#problem });
  }

  #seen(): void {
    if (document.hidden) {
      this.#drafts.storeAll();
      this.#following?.hide();
    } else {
      this.#hurry();
    }
  }

  #hurry(): void {
    this.#following?.hurry();
    this.#flush();
  }

  #flush(): void {
    void this.#outbox?.then((outbox) => {
      void outbox.words.flush();
      void outbox.files.flush();
    });
  }

  /** The page was made at data-now, a moment before it began to arrive. */
  #readClock(): void {
    const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (!page || !this.dataset.now) return;
    const asked = performance.timeOrigin + page.requestStart;
    this.clock.read(this.dataset.now, asked, performance.timeOrigin + page.responseStart);
  }

  #fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function postActs(where: string, body: string): Promise<Answer> {
  const headers = { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang };
  const keepalive = document.hidden && body.length < 30_000;
  return post(where, body, { headers, keepalive, signal: AbortSignal.timeout(ANSWERED) });
}

async function post(where: string, body: BodyInit, how: RequestInit): Promise<Answer> {
  try {
    const answer = await fetch(where, { method: "POST", body, credentials: "include", ...how });
    if (answer.status === 401 || (answer.status === 403 && body instanceof FormData)) return { trouble: "ticket" };
    if (answer.status === 400 || answer.status === 413) return { trouble: "unreadable" };
    if (!answer.ok) return { trouble: "net" };
    const told = (await answer.json()) as { receipts?: Receipt[] };
    return { receipts: told.receipts ?? [] };
  } catch {
    return { trouble: "net" };
  }
}

customElements.define("live-channel", LiveChannel);

declare global {
  interface HTMLElementTagNameMap {
    "live-channel": LiveChannel;
  }
}
