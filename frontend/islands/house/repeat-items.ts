// <repeat-items data-prefix …words>: rows of a formset that one can add, remove and move.
// Rows with a DELETE or ORDER field keep their numbers; others are renumbered.
import { moved, renumbered } from "./rows.ts";

const NAMED = ["name", "id", "for", "aria-describedby", "aria-labelledby"];
const CONTROLS = "input:not([type=hidden]), textarea, select";

class RepeatItems extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("[data-add]")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.addRow();
    });
    for (const row of this.rows) this.#equip(row);
    this.#tidy();
  }

  get prefix(): string {
    return this.dataset.prefix ?? "form";
  }

  get shelf(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[data-rows]");
  }

  get rows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-rows] > [data-row]")];
  }

  /** The rows that are not marked for removal. */
  get shown(): HTMLElement[] {
    return this.rows.filter((row) => !row.hidden);
  }

  addRow(): void {
    const template = this.querySelector<HTMLTemplateElement>("template[data-empty]");
    const model = template?.content.querySelector<HTMLElement>("[data-row]") ?? this.rows.at(-1);
    if (!model) return;
    const row = model.cloneNode(true) as HTMLElement;
    row.hidden = false;
    row.querySelector("[data-row-tools]")?.remove();
    this.#number(row, this.rows.length);
    if (!template) empty(row);
    this.shelf?.append(row);
    this.#equip(row);
    this.#tidy();
    row.querySelector<HTMLElement>(CONTROLS)?.focus();
    row.dispatchEvent(new Event("input", { bubbles: true }));
  }

  removeRow(row: HTMLElement): void {
    const shown = this.shown;
    const next = shown[shown.indexOf(row) + 1] ?? shown[shown.indexOf(row) - 1];
    const mark = row.querySelector<HTMLInputElement>('input[name$="-DELETE"]');
    if (mark) {
      mark.checked = true;
      row.hidden = true;
    } else {
      row.remove();
    }
    this.#tidy();
    (next?.querySelector<HTMLElement>(CONTROLS) ?? this.querySelector<HTMLElement>("[data-add]"))?.focus();
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  moveRow(row: HTMLElement, by: -1 | 1): void {
    const shown = this.shown;
    const order = moved(shown, shown.indexOf(row), by);
    this.shelf?.append(...order);
    this.#tidy();
    const way = by < 0 ? "up" : "down";
    const button = row.querySelector<HTMLButtonElement>(`[data-way=${way}]`);
    (button?.disabled ? row.querySelector<HTMLElement>(CONTROLS) : button)?.focus();
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #equip(row: HTMLElement): void {
    const tools = document.createElement("p");
    tools.className = "row-tools";
    tools.setAttribute("data-row-tools", "");
    tools.append(
      this.#tool("up", this.dataset.up, () => this.moveRow(row, -1)),
      this.#tool("down", this.dataset.down, () => this.moveRow(row, 1)),
      this.#tool("remove", this.dataset.remove, () => this.removeRow(row)),
    );
    row.append(tools);
    const mark = row.querySelector<HTMLInputElement>('input[name$="-DELETE"]');
    const holder = mark?.closest<HTMLElement>(".field") ?? mark;
    if (holder) holder.hidden = true;
  }

  #tool(way: string, words: string | undefined, act: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = "tertiary";
    button.dataset.way = way;
    button.textContent = words ?? way;
    button.addEventListener("click", act);
    return button;
  }

  /** Numbers, order fields and the formset's count follow what is shown. */
  #tidy(): void {
    const rows = this.rows;
    const keeps = rows.some((row) => row.querySelector('input[name$="-ORDER"], input[name$="-DELETE"]'));
    if (!keeps) rows.forEach((row, index) => this.#number(row, index));
    this.shown.forEach((row, index, shown) => {
      const order = row.querySelector<HTMLInputElement>('input[name$="-ORDER"]');
      if (order) order.value = String(index + 1);
      const up = row.querySelector<HTMLButtonElement>("[data-way=up]");
      const down = row.querySelector<HTMLButtonElement>("[data-way=down]");
      if (up) up.disabled = index === 0;
      if (down) down.disabled = index === shown.length - 1;
    });
    const total = this.closest("form")?.querySelector<HTMLInputElement>(`[name="${this.prefix}-TOTAL_FORMS"]`);
    if (total) total.value = String(rows.length);
  }

  #number(row: HTMLElement, index: number): void {
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const name of NAMED) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, renumbered(value, this.prefix, index));
      }
    }
  }
}

function empty(row: HTMLElement): void {
  for (const control of row.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")) {
    if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) control.checked = false;
    else control.value = "";
  }
  for (const select of row.querySelectorAll("select")) select.selectedIndex = 0;
  for (const message of row.querySelectorAll(".ds-validation-message")) message.remove();
}

customElements.define("repeat-items", RepeatItems);
