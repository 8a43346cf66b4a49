// <day-choosing data-part data-here>: the parts of the phone page where ideas are chosen and weighed. It counts the dots
// that are left, keeps the numbers of those who have chosen current, and has the part fetched anew when results come.
import { dotsLeft, type Voted, votedIn } from "./dots.ts";
import { LivePart } from "./part.ts";

interface Told {
  thing?: string;
  voted?: Voted;
  weighed?: { [idea: string]: number };
  results?: unknown[];
  choosing?: unknown;
  weighing?: unknown;
}

const SPREAD = 3_000; // milliseconds over which a hall of phones asks for the results

class DayChoosing extends LivePart {
  protected begin(): void {
    const { signal } = this;
    this.addEventListener("change", (event) => this.#count((event.target as Element).closest("form")), { signal });
    for (const form of this.querySelectorAll<HTMLFormElement>("form[data-dots]")) this.#count(form);
    this.hear<{ event: Told }>("live-event", (told) => this.#happened(told.event));
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
