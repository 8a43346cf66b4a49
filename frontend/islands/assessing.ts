// <assess-keys>: levels and criteria by single keys wherever the focus is on the page, but never while it is in a text;
// and how far each criterion is, as it is typed.
import { meaning, neighbour, progress } from "./assessing/keys.ts";
import { allowed } from "./house/allowed.ts";
import { isTyping } from "./house/typing.ts";

class AssessKeys extends HTMLElement {
  #here: HTMLElement | undefined; // the criterion one was last on, also while the focus is in the text
  #stop = new AbortController();

  connectedCallback(): void {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    document.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    this.addEventListener("focusin", (event) => this.#mark(event.target), { signal });
    this.addEventListener("input", () => this.#count(), { signal });
    this.addEventListener("change", () => this.#count(), { signal });
    this.#count();
  }

  disconnectedCallback(): void {
    this.#stop.abort();
  }

  get criteria(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-criterion]")];
  }

  #mark(target: EventTarget | null): void {
    const now = target instanceof Element ? (target.closest<HTMLElement>("[data-criterion]") ?? undefined) : undefined;
    if (!now || now === this.#here) return;
    this.#here?.removeAttribute("data-here");
    now.setAttribute("data-here", "");
    this.#here = now;
  }

  #pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || !allowed() || !this.#listensTo(event.target)) return;
    const found = meaning(event, isTyping(event.target as Element | null));
    if (!found) return;
    const criteria = this.criteria;
    const here = this.#here ? criteria.indexOf(this.#here) : -1;
    if (found.kind === "text") {
      this.#text();
    } else if (found.kind === "next") {
      this.querySelector<HTMLAnchorElement>("[data-next] a")?.click();
    } else if (found.kind === "move") {
      go(criteria[neighbour(here, found.by, criteria.length)]);
    } else {
      const criterion = criteria[here];
      if (!criterion) return;
      if (found.kind === "level") choose(criterion, found.value);
      else if (found.kind === "reason") toReason(criterion);
      else go(criterion);
    }
    event.preventDefault();
  }

  /** The page's own body, the text and the form; not a menu, a dialog or the search. */
  #listensTo(target: EventTarget | null): boolean {
    if (!(target instanceof Element)) return false;
    return target === document.body || target.closest(".assessing, main") !== null;
  }

  /** From the form to the text and back to where one was. */
  #text(): void {
    const text = document.getElementById("submission");
    if (!text) return;
    if (text.contains(document.activeElement)) return go(this.#here ?? this.criteria[0]);
    if (getComputedStyle(text).visibility === "hidden") location.hash = "submission";
    text.focus({ preventScroll: true });
  }

  #count(): void {
    const nav = this.querySelector<HTMLElement>(".criteria-nav");
    let whole = 0;
    for (const criterion of this.criteria) {
      const judged = criterion.querySelector("input[type=radio]:checked") !== null;
      const state = progress(judged, criterion.querySelector("textarea")?.value ?? "");
      if (state === "whole") whole += 1;
      const link = nav?.querySelector<HTMLElement>(`a[href="#${criterion.id}"]`);
      if (!link || link.dataset.progress === state) continue;
      const words = nav?.dataset[state] ?? "";
      link.dataset.progress = state;
      link.title = words;
      const told = link.querySelector("[data-progress-words]");
      if (told) told.textContent = words;
    }
    const count = this.querySelector<HTMLElement>("[data-count]");
    if (count?.dataset.count) count.textContent = count.dataset.count.replace("#", String(whole));
  }
}

/** Where the text lies over the form, it goes away; #back is nowhere, so nothing moves. */
function uncover(): void {
  if (document.querySelector(".pane-content:target, .pane-content :target")) location.hash = "back";
}

/** To the chosen level of a criterion, or its first one. */
function go(criterion: HTMLElement | undefined): void {
  if (!criterion) return;
  uncover();
  const first = criterion.querySelector<HTMLInputElement>("input[type=radio]");
  (criterion.querySelector<HTMLInputElement>("input[type=radio]:checked") ?? first)?.focus({ preventScroll: true });
  criterion.scrollIntoView({ block: fits(criterion) ? "nearest" : "start" });
}

function toReason(criterion: HTMLElement): void {
  uncover();
  criterion.querySelector("textarea")?.focus();
}

function fits(element: HTMLElement): boolean {
  return element.getBoundingClientRect().height < innerHeight * 0.8;
}

function choose(criterion: HTMLElement, value: string): void {
  const radio = criterion.querySelector<HTMLInputElement>(`input[data-level="${value}"]`);
  if (!radio) return;
  uncover();
  radio.focus();
  if (radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

customElements.define("assess-keys", AssessKeys);
