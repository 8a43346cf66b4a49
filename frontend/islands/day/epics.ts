// <day-epics>: the epics a group writes together. Each part is sent a moment after the last key, with the text it was
// written on; what others wrote comes into the text word by word, around the caret.
import type { LiveChannel } from "../live/channel.ts";
import { edits, merge } from "./merging.ts";
import { LivePart } from "./part.ts";

const PAUSE = 700; // milliseconds after the last key
const UNANSWERED = 3000; // then the next text is sent on top of the one under way
const SHOWN = 6000; // "changed just now"

interface Told {
  thing?: string;
  key: string;
  number: number;
  group: number | null;
  language: string;
  parts: { [part: string]: string };
}

interface Receipt {
  kind: string;
  seq?: number;
  refused?: string;
  sentence?: string;
  payload: { [name: string]: unknown };
}

type Control = HTMLTextAreaElement | HTMLInputElement;

/** One part of an epic, as it is written here. */
class Part {
  #known: string; // the server's text that is in the control
  #sent: { base: string; text: string; seq: number; at: number } | undefined;
  #held: { seq: number; text: string } | undefined;
  #soon = 0;
  #fades = 0;
  #composing = false;

  constructor(
    readonly control: Control,
    readonly epic: string,
    readonly part: string,
    readonly words: DOMStringMap,
    readonly channel: LiveChannel,
  ) {
    this.#known = (control.form?.elements.namedItem("base") as HTMLInputElement | null)?.value ?? control.value;
    control.addEventListener("input", () => this.#later());
    control.addEventListener("blur", () => void this.send());
    control.addEventListener("compositionstart", () => (this.#composing = true));
    control.addEventListener("compositionend", () => {
      this.#composing = false;
      this.#settle();
    });
    control.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    if (control.value !== this.#known) this.#later(); // the browser kept what was typed before
  }

  get #base(): string {
    return this.#sent ? this.#sent.text : this.#known;
  }

  #later(): void {
    clearTimeout(this.#soon);
    this.#soon = window.setTimeout(() => void this.send(), PAUSE);
  }

  async send(): Promise<void> {
    clearTimeout(this.#soon);
    const text = this.control.value;
    if (text === this.#base || this.#composing) return;
    if (text.length > Number(this.control.dataset.most ?? 4000)) return this.#say(this.words.long ?? "");
    if (this.#sent && !this.#sent.seq && Date.now() - this.#sent.at < UNANSWERED) return this.#later();
    const base = this.#base;
    this.#sent = { base, text, seq: 0, at: Date.now() };
    this.#say(this.words.saved ?? "");
    await this.channel.act("epic_text", { epic: this.epic, part: this.part, base, text });
  }

  /** What this phone did before the page was opened anew, and has not sent yet. */
  goOn(base: string, text: string): void {
    this.#put(merge(base, text, this.control.value));
    this.#sent = { base, text, seq: 0, at: Date.now() };
  }

  received(receipt: Receipt): void {
    const { text } = receipt.payload;
    if (!this.#sent || this.#sent.text !== text) return;
    if (receipt.refused) {
      this.#known = this.#sent.base;
      this.#sent = undefined;
      this.#say(receipt.sentence ?? "");
      return this.#settle();
    }
    this.#sent.seq = receipt.seq ?? 0;
    this.#say(this.words.received ?? "");
    this.#settle();
  }

  /** How the part stands after act `seq`. */
  stands(seq: number, text: string): void {
    if (this.#held && this.#held.seq > seq) return;
    this.#held = { seq, text };
    this.#settle();
  }

  #settle(): void {
    if (!this.#held || this.#composing) return;
    const { seq, text } = this.#held;
    if (this.#sent && (!this.#sent.seq || seq < this.#sent.seq)) return;
    const base = this.#base;
    this.#held = undefined;
    this.#sent = undefined;
    this.#known = text;
    if (text !== base) this.#othersWrote();
    this.#put(merge(base, this.control.value, text));
    const kept = this.control.form?.elements.namedItem("base");
    if (kept instanceof HTMLInputElement) kept.value = text;
    if (this.control.value !== text) this.#later();
  }

  /** Bring the control to this text, place by place, so that the caret stays where it is. */
  #put(text: string): void {
    if (text === this.control.value) return;
    if (document.activeElement !== this.control) {
      this.control.value = text;
      return;
    }
    for (const edit of edits(this.control.value, text)) this.control.setRangeText(edit.text, edit.start, edit.end, "preserve");
  }

  #othersWrote(): void {
    const told = this.control.form?.querySelector<HTMLElement>("span[data-changed]");
    if (!told) return;
    told.textContent = this.words.changed ?? "";
    told.hidden = false;
    clearTimeout(this.#fades);
    this.#fades = window.setTimeout(() => (told.hidden = true), SHOWN);
  }

  #say(words: string): void {
    const told = this.control.form?.querySelector<HTMLElement>("[data-said]");
    if (told && told.textContent !== words) told.textContent = words;
  }
}

class DayEpics extends LivePart {
  #parts = new Map<string, Part>(); // "key part"

  protected begin(): void {
    const { channel, signal } = this;
    if (!channel) return;
    this.#parts.clear();
    for (const epic of this.querySelectorAll<HTMLElement>("[data-epics] > [data-epic-key]")) this.#take(epic, channel);
    this.hear<{ seq: number; event: Told }>("live-event", (told) => this.#happened(told, channel));
    this.hear<{ last: number; state: { epics?: Told[] } }>("live-state", (told) => this.#stand(told, channel));
    this.hear<Receipt>("live-receipt", (receipt) => this.#received(receipt));
    addEventListener("pagehide", () => this.#parts.forEach((part) => void part.send()), { signal });
    void this.#unsent(channel);
  }

  disconnectedCallback(): void {
    this.#parts.forEach((part) => void part.send());
    super.disconnectedCallback();
  }

  #take(epic: HTMLElement, channel: LiveChannel): void {
    const key = epic.dataset.epicKey ?? "";
    for (const form of epic.querySelectorAll<HTMLFormElement>("form[data-part]")) {
      const control = form.elements.namedItem("text") as Control | null;
      if (!control) continue;
      const part = form.dataset.part ?? "";
      form.querySelector("[data-without-script]")?.setAttribute("hidden", "");
      this.#parts.set(`${key} ${part}`, new Part(control, key, part, this.dataset, channel));
    }
  }

  async #unsent(channel: LiveChannel): Promise<void> {
    const last = new Map<string, { base: string; text: string }>();
    for (const act of await channel.unsent()) {
      if (act.kind !== "epic_text" || act.refused) continue;
      const { epic, part, base, text } = act.payload as { [name: string]: string };
      const name = `${epic} ${part}`;
      last.set(name, { base: last.get(name)?.base ?? base ?? "", text: text ?? "" });
    }
    for (const [name, { base, text }] of last) this.#parts.get(name)?.goOn(base, text);
  }

  #isMine(epic: Told): boolean {
    return "staff" in this.dataset || epic.group === null || String(epic.group) === this.dataset.group;
  }

  #happened(told: { seq: number; event: Told }, channel: LiveChannel): void {
    if (told.event?.thing === "epic") this.#stands(told.event, told.seq, channel);
  }

  #stand(told: { last: number; state: { epics?: Told[] } }, channel: LiveChannel): void {
    for (const epic of told.state.epics ?? []) this.#stands(epic, told.last, channel);
  }

  #stands(epic: Told, seq: number, channel: LiveChannel): void {
    if (!this.#isMine(epic)) return;
    const element = this.#element(epic, channel);
    const title = element?.querySelector("[data-epic-title]");
    if (title && epic.parts.name) title.textContent = epic.parts.name;
    for (const [part, text] of Object.entries(epic.parts)) this.#parts.get(`${epic.key} ${part}`)?.stands(seq, text);
  }

  /** The epic's place on the page; a new one gets one. */
  #element(epic: Told, channel: LiveChannel): HTMLElement | null {
    const container = this.querySelector("[data-epics]");
    const known = [...(container?.children ?? [])].find((child) => child.getAttribute("data-epic-key") === epic.key);
    if (known instanceof HTMLElement) return known;
    const pattern = this.querySelector<HTMLTemplateElement>("template[data-epic]")?.content.firstElementChild;
    if (!container || !pattern) return null;
    const made = pattern.cloneNode(true) as HTMLElement;
    made.dataset.epicKey = epic.key;
    made.querySelector("[data-epic-title]")?.append(` ${epic.number}`);
    for (const one of made.querySelectorAll("[id^='epic--'],[for^='epic--'],[aria-describedby^='epic--']")) {
      for (const name of ["id", "for", "aria-describedby"]) {
        const value = one.getAttribute(name);
        if (value) one.setAttribute(name, value.replace("epic--", `epic-${epic.key}-`));
      }
    }
    for (const form of made.querySelectorAll<HTMLFormElement>("form[data-part]")) {
      (form.elements.namedItem("epic") as HTMLInputElement).value = epic.key;
      const control = form.elements.namedItem("text") as Control;
      const base = form.elements.namedItem("base") as HTMLInputElement;
      control.value = base.value = epic.parts[form.dataset.part ?? ""] ?? "";
      control.lang = epic.language;
    }
    container.append(made);
    this.querySelector("[data-no-epics]")?.setAttribute("hidden", "");
    this.#take(made, channel);
    return made;
  }

  #received(receipt: Receipt): void {
    if (receipt.kind !== "epic_text") return;
    this.#parts.get(`${receipt.payload.epic} ${receipt.payload.part}`)?.received(receipt);
  }
}

customElements.define("day-epics", DayEpics);
