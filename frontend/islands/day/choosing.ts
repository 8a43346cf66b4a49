// <day-choosing data-part data-here>: the parts of the phone page where ideas are chosen and weighed. It counts the dots
// that are left, shows pairs one at a time, keeps the numbers of those who have chosen current, and has the part fetched
// anew when results come.
import { usable } from "../live/forms.ts";
import { dotsLeft, type Voted, votedIn } from "./dots.ts";
import { Pairs } from "./pairs.ts";
import { LivePart } from "./part.ts";

interface Told {
  thing?: string;
  voted?: Voted;
  weighed?: { [idea: string]: number };
  results?: unknown[];
  choosing?: unknown;
  weighing?: unknown;
}

interface Receipt {
  kind: string;
  refused?: string;
  payload: { [name: string]: unknown };
}

const SPREAD = 3_000; // milliseconds over which a hall of phones asks for the results

class DayChoosing extends LivePart {
  #pairs = new Map<string, Pairs>(); // by theme

  protected begin(): void {
    const { signal } = this;
    this.addEventListener("change", (event) => this.#count((event.target as Element).closest("form")), { signal });
    for (const form of this.querySelectorAll<HTMLFormElement>("form[data-dots]")) this.#count(form);
    this.#walk();
    this.hear<{ event: Told }>("live-event", (told) => this.#happened(told.event));
    this.hear<Receipt>("live-receipt", ({ kind, refused, payload }) => {
      if (kind === "choose" && !refused) this.#pairs.get(String(payload.theme))?.received();
    });
  }

  /** Pairs one at a time, where the page brings a template for it and the browser can keep what is chosen. */
  #walk(): void {
    const template = this.querySelector<HTMLTemplateElement>("template[data-pairs]");
    if (!template || !usable()) return;
    for (const form of this.querySelectorAll<HTMLFormElement>("form[data-draft]:has(.ballot-pair)")) {
      const theme = form.querySelector<HTMLInputElement>("input[name=theme]")?.value ?? "";
      const key = `live:${this.channel?.channel ?? ""}:${this.channel?.who ?? ""}:pairs ${theme}`;
      if (!this.#pairs.has(theme)) this.#pairs.set(theme, new Pairs(form, template, key));
    }
  }

  #count(form: HTMLFormElement | null): void {
    const place = form?.querySelector<HTMLElement>("[data-dots-left]");
    if (!form || !place) return;
    const given = [...form.querySelectorAll<HTMLSelectElement>("select")].map((select) => select.value);
    const left = dotsLeft(Number(form.dataset.dots), given);
    const words = (left < 0 ? this.dataset.over : this.dataset.left) ?? "{n}";
    place.textContent = words.replace("{n}", String(Math.abs(left)));
    place.toggleAttribute("data-over", left < 0);
    const button = form.querySelector<HTMLButtonElement>("button");
    if (button) button.disabled = left < 0;
  }

  #happened(told: Told): void {
    const part = this.dataset.part;
    if (told.thing === "choosing" && part === "choose") {
      for (const place of this.querySelectorAll<HTMLElement>("[data-voted]"))
        place.textContent = String(votedIn(told.voted ?? {}, place.dataset.voted ?? ""));
      if (told.choosing) this.#anew();
    }
    if (told.thing === "weighing" && part === "weigh") {
      for (const place of this.querySelectorAll<HTMLElement>("[data-weighed]"))
        place.textContent = String(told.weighed?.[place.dataset.weighed ?? ""] ?? 0);
    }
    if (told.thing === "phases" && ((told.choosing && part === "choose") || (told.weighing && part === "weigh"))) this.#anew();
  }

  #anew(): void {
    setTimeout(() => void this.#fetch(), Math.random() * SPREAD);
  }

  async #fetch(): Promise<void> {
    try {
      const answer = await fetch(`${this.dataset.here}?part=${this.dataset.part}`, {
        cache: "no-store",
        signal: AbortSignal.timeout(15_000),
      });
      const box = this.parentElement;
      if (!answer.ok || !box || !this.isConnected) return;
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      const channel = this.channel;
      box.replaceChildren(...parsed.body.childNodes);
      channel?.adopt(box);
    } catch {
      // without the net the part stays as it is
    }
  }
}

customElements.define("day-choosing", DayChoosing);
