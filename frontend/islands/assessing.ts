// <assess-keys>: levels and criteria by single keys, while the focus is in the form inside and not in a text.
import { meaning, neighbour } from "./assessing/keys.ts";
import { allowed } from "./house/allowed.ts";
import { isTyping } from "./house/typing.ts";

class AssessKeys extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", (event) => this.#pressed(event));
  }

  get criteria(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-criterion]")];
  }

  #pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || !allowed()) return;
    const found = meaning(event, isTyping(event.target as Element | null));
    if (!found) return;
    const criteria = this.criteria;
    const here = criteria.findIndex((criterion) => criterion.contains(event.target as Node));
    if (found.kind === "move") {
      go(criteria[neighbour(here, found.by, criteria.length)]);
    } else if (found.kind === "next") {
      this.querySelector<HTMLAnchorElement>("[data-next] a")?.click();
    } else {
      const criterion = criteria[here];
      if (!criterion) return;
      if (found.kind === "level") choose(criterion, found.value);
      else if (found.kind === "reason") criterion.querySelector("textarea")?.focus();
      else go(criterion);
    }
    event.preventDefault();
  }
}

/** To the chosen level of a criterion, or its first one. */
function go(criterion: HTMLElement | undefined): void {
  if (!criterion) return;
  const first = criterion.querySelector<HTMLInputElement>("input[type=radio]");
  (criterion.querySelector<HTMLInputElement>("input[type=radio]:checked") ?? first)?.focus({ preventScroll: true });
  criterion.scrollIntoView({ block: "nearest" });
}

function choose(criterion: HTMLElement, value: string): void {
  const radio = criterion.querySelector<HTMLInputElement>(`input[data-level="${value}"]`);
  if (!radio) return;
  radio.focus();
  if (radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

customElements.define("assess-keys", AssessKeys);
