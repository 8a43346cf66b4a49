// Parts of a page that the server writes: fetched anew when something happened, and put in place where they changed.
// What somebody types in, has opened or chosen stays.
import type { LiveChannel } from "../live/channel.ts";

const SOON = 120;
const AT_MOST_EVERY = 900;
const CHANGING = /( value="[0-9a-f-]{36}"| name="csrfmiddlewaretoken" value="[^"]*")/g;

/** Keeps the parts of one page (`data-fresh`) as the server would write them now. */
export class Fresh {
  readonly #known = new WeakMap<Element, string>();
  #due = 0;
  #fetchedAt = 0;
  #running = false;
  #again = false;

  constructor(
    readonly root: HTMLElement,
    readonly address: () => string,
    readonly shown: () => void = () => {},
  ) {}

  /** Follow a channel: whatever happens on it may change the page. */
  follow(channel: LiveChannel, signal: AbortSignal): void {
    for (const name of ["live-event", "live-state"]) channel.addEventListener(name, () => this.soon(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#due));
  }

  /** Fetch in a moment; a burst of events is fetched once. */
  soon(): void {
    clearTimeout(this.#due);
    const wait = Math.max(SOON, this.#fetchedAt + AT_MOST_EVERY - Date.now());
    this.#due = window.setTimeout(() => void this.now(), wait);
  }

  /** Fetch at once. */
  async now(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    this.#fetchedAt = Date.now();
    try {
      const answer = await fetch(this.address(), { cache: "no-store", signal: AbortSignal.timeout(15_000) });
      if (answer.ok) this.#take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // the page stays as it is; the next event, or the connection coming back, asks again
    } finally {
      this.#running = false;
      if (this.#again) this.soon();
      this.#again = false;
    }
  }

  #take(page: Document): void {
    for (const fresh of page.querySelectorAll<HTMLElement>("[data-fresh]")) {
      const old = this.root.querySelector<HTMLElement>(`[data-fresh="${fresh.dataset.fresh}"]`);
      if (!old) continue;
      if ("rows" in fresh.dataset) this.#rows(old, fresh);
      else this.#swap(old, fresh);
    }
    this.shown();
  }

  #swap(old: Element, fresh: Element): Element {
    const written = fresh.outerHTML.replace(CHANGING, "");
    if (this.#known.get(old) === written || isInUse(old)) return old;
    const made = document.importNode(fresh, true);
    keepOpen(old, made);
    old.replaceWith(made);
    this.#known.set(made, written);
    return made;
  }

  #rows(old: Element, fresh: Element): void {
    const standing = new Map([...old.children].map((row) => [row.getAttribute("data-key"), row]));
    let before: Element | null = null;
    for (const row of [...fresh.children]) {
      const known = standing.get(row.getAttribute("data-key"));
      standing.delete(row.getAttribute("data-key"));
      const made: Element = known ? this.#swap(known, row) : document.importNode(row, true);
      if (!known) this.#known.set(made, row.outerHTML.replace(CHANGING, ""));
      const next: Element | null = before ? before.nextElementSibling : old.firstElementChild;
      if (next !== made) old.insertBefore(made, next);
      before = made;
    }
    for (const gone of standing.values()) if (!isInUse(gone)) gone.remove();
  }
}

/** Somebody writes in it: it is left alone until she is done. */
function isInUse(part: Element): boolean {
  const active = document.activeElement;
  if (active && part.contains(active) && active.matches("input:not([type=checkbox]), textarea, select")) return true;
  const written = part.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>("textarea, input[required]");
  return [...written].some((field) => field.value !== field.defaultValue);
}

/** What is open stays open, what is chosen stays chosen, and the focus stays where it was. */
function keepOpen(old: Element, made: Element): void {
  const opened = [...old.querySelectorAll("details")];
  made.querySelectorAll("details").forEach((details, at) => (details.open = opened[at]?.open ?? details.open));
  const chosen = new Set([...old.querySelectorAll<HTMLInputElement>("input[name='ideas[]']:checked")].map((box) => box.value));
  for (const box of made.querySelectorAll<HTMLInputElement>("input[type=checkbox][name='ideas[]']")) {
    box.checked = chosen.has(box.value) && !box.disabled;
  }
  const active = document.activeElement;
  if (!active || !old.contains(active)) return;
  const places = "a, button, input, summary";
  const at = [...old.querySelectorAll(places)].indexOf(active);
  requestAnimationFrame(() => (made.querySelectorAll<HTMLElement>(places)[at] ?? null)?.focus());
}
