// Choosing by pairs, one pair on the screen at a time. The form stays what it is: the two large buttons set its fields,
// and it is sent as it is without JavaScript. What was chosen is kept on the phone until it is sent.
import { forget, keep, kept } from "../house/drafts.ts";
import { type Pair, Walk } from "./walking.ts";

const TWICE = 300; // milliseconds in which a second tap was meant for the pair that is gone

export class Pairs {
  readonly #boxes = new Map<string, HTMLElement>();
  readonly #walk: Walk;
  readonly #view: HTMLElement;
  readonly #words: DOMStringMap;
  #shownAt = 0;

  /** Show this form's pairs by this template; `key` is the name under which the phone keeps what was chosen. */
  constructor(
    readonly form: HTMLFormElement,
    template: HTMLTemplateElement,
    readonly key: string,
  ) {
    this.#words = template.dataset;
    this.#view = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
    const pairs = [...form.querySelectorAll<HTMLElement>(".ballot-pair")].map((box) => this.#read(box));
    const sent = pairs.map((pair): [string, string] => [pair.name, this.#radios(pair.name).find((radio) => radio.checked)?.value ?? ""]);
    const begun = kept(localStorage, key, Date.now())?.fields;
    this.#walk = new Walk(pairs, begun ?? (form.dataset.chosen === "" ? sent : []));
    if (begun) for (const [name, value] of this.#walk.answers) this.#set(name, value);
    const better = [...this.#view.querySelectorAll<HTMLButtonElement>("[data-pair-better]")];
    better.forEach((button, at) => button.addEventListener("click", (event) => this.#say(event, at)));
    this.#on("skip", (event) => this.#say(event, -1));
    this.#on("back", () => this.#back());
    const first = form.querySelector(".ballot-pair");
    first?.before(this.#view);
    for (const box of this.#boxes.values()) box.hidden = true;
    this.#show();
  }

  /** The choice is on the server's disk: what is kept here is old. */
  received(): void {
    forget(localStorage, this.key);
  }

  #read(box: HTMLElement): Pair {
    const [one, other] = [...box.querySelectorAll<HTMLInputElement>("input[type=radio]")];
    const name = one?.name ?? "";
    this.#boxes.set(name, box);
    return { name, two: [one?.value ?? "", other?.value ?? ""] };
  }

  #radios(name: string): HTMLInputElement[] {
    return [...(this.#boxes.get(name)?.querySelectorAll<HTMLInputElement>("input[type=radio]") ?? [])];
  }

  #set(name: string, value: string): void {
    for (const radio of this.#radios(name)) radio.checked = radio.value === value;
  }

  #part(name: string): HTMLElement | null {
    return this.#view.querySelector<HTMLElement>(`[data-pair-${name}]`);
  }

  #on(name: string, what: (event: MouseEvent) => void): void {
    this.#part(name)?.addEventListener("click", what);
  }

  #say(event: MouseEvent, which: number): void {
    const { pair } = this.#walk;
    if (!pair || (event.detail > 0 && performance.now() - this.#shownAt < TWICE)) return;
    const value = pair.two[which] ?? "";
    this.#walk.say(value);
    this.#set(pair.name, value);
    keep(localStorage, this.key, this.#walk.answers, Date.now());
    this.#moved(value ? say(this.#words.better, { idea: value }) : (this.#words.left ?? ""));
  }

  #back(): void {
    this.#walk.back();
    this.#moved("");
  }

  /** Another pair is here: it is told, and the focus is on its heading. */
  #moved(what: string): void {
    this.#show();
    const told = this.#part("told");
    const done = say(this.#words.done, { n: this.#walk.seen, many: this.#walk.pairs.length });
    if (told) told.textContent = `${what} ${done}`.trim();
    this.#part("title")?.focus({ preventScroll: true });
    this.#view.scrollIntoView({ block: "nearest" });
  }

  #show(): void {
    const { pair, number, pairs, chosen, seen, isFirst } = this.#walk;
    this.#shownAt = performance.now();
    const title = this.#part("title");
    if (title) title.textContent = pair ? say(this.#words.title, { n: number, many: pairs.length }) : (this.#words.end ?? "");
    const sum = this.#part("sum");
    if (sum) sum.textContent = pair ? "" : say(this.#words.sum, { chosen, many: pairs.length });
    const progress = this.#view.querySelector("progress");
    if (progress) [progress.max, progress.value] = [pairs.length, seen];
    this.#part("two")?.toggleAttribute("hidden", !pair);
    this.#part("skip")?.toggleAttribute("hidden", !pair);
    const back = this.#part("back") as HTMLButtonElement | null;
    if (back) back.disabled = isFirst;
    const send = this.form.querySelector<HTMLButtonElement>("button[type=submit]");
    if (pair) send?.setAttribute("data-variant", "secondary");
    else send?.removeAttribute("data-variant"); // sending is what comes next
    if (pair) this.#fill(pair);
  }

  /** The buttons say what the form's labels say: an idea's number, and its words in their own language. */
  #fill(pair: Pair): void {
    const labels = [...(this.#boxes.get(pair.name)?.querySelectorAll("label") ?? [])];
    const answer = this.#walk.answer(pair.name);
    this.#view.querySelectorAll("[data-pair-better]").forEach((button, at) => {
      const words = [...(labels[at]?.querySelectorAll("span") ?? [])].map((span) => span.cloneNode(true));
      button.replaceChildren(...words);
      button.setAttribute("aria-pressed", String(answer === pair.two[at]));
    });
  }
}

function say(sentence: string | undefined, places: { [name: string]: string | number }): string {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (_whole, name: string) => String(places[name] ?? ""));
}
