// <day-desk>: the facilitator's page, kept as the server would write it; keys for tidying up inside the list of ideas.
import { Fresh } from "./fresh.ts";
import { LivePart } from "./part.ts";

class DayDesk extends LivePart {
  protected begin(): void {
    const { channel, signal } = this;
    if (!channel) return;
    const fresh = new Fresh(this, () => location.href, () => this.#count());
    fresh.follow(channel, signal);
    this.addEventListener("change", () => this.#count(), { signal });
    this.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    this.hear<{ kind: string; refused?: string }>("live-receipt", (receipt) => this.#done(receipt));
    this.#count();
  }

  get #rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-desk-list] > [data-key]")];
  }

  get #chosen(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("[data-desk-list] input[name='ideas[]']:checked")];
  }

  #count(): void {
    const told = this.querySelector<HTMLElement>("[data-chosen]");
    if (!told) return;
    const chosen = this.#chosen;
    told.hidden = chosen.length === 0;
    told.textContent = chosen.map((box) => box.value).join(", ");
  }

  /** What was merged is chosen no more. */
  #done(receipt: { kind: string; refused?: string }): void {
    if (receipt.kind !== "merge" || receipt.refused) return;
    for (const box of this.#chosen) box.checked = false;
    this.#count();
  }

  /** Single letters act only while the focus is in the list, and not in a field (WCAG 2.1.4). */
  #pressed(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>("[data-desk-list] > [data-key]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.matches("textarea, select, input:not([type=checkbox])")) return;
    const rows = this.#rows;
    const at = rows.indexOf(row);
    const box = row.querySelector<HTMLInputElement>("input[name='ideas[]']");
    const acts: { [key: string]: () => void } = {
      j: () => focusOn(rows[at + 1]),
      k: () => focusOn(rows[at - 1]),
      x: () => box?.click(),
      m: () => this.querySelector<HTMLElement>("[data-merge-text]")?.focus(),
      h: () => row.querySelector<HTMLElement>("[data-hide-idea]")?.click(),
      e: () => row.querySelector("details")?.toggleAttribute("open"),
    };
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

function focusOn(row: HTMLElement | undefined): void {
  const place = row?.querySelector<HTMLElement>("input[name='ideas[]']:not(:disabled)") ?? row?.querySelector<HTMLElement>("summary");
  place?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

customElements.define("day-desk", DayDesk);
