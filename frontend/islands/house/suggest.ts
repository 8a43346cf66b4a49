// <search-suggest data-url> around a search field: what may be meant, as one types. A combobox of WAI-ARIA 1.2:
// arrows choose, Enter searches, Escape closes; without a choice the field is sent as it stands.
const PAUSE = 120;
const FEWEST = 2;
let numbers = 0;

interface Suggestion {
  text: string;
  kind: string;
}

class SearchSuggest extends HTMLElement {
  private field?: HTMLInputElement;
  private list?: HTMLUListElement;
  private status?: HTMLElement;
  private chosen = -1;
  private typed = "";
  private waiting = 0;
  private asked?: AbortController;

  connectedCallback(): void {
    const field = this.querySelector<HTMLInputElement>("input");
    if (!field || !this.dataset.url || this.list) return;
    numbers += 1;
    this.field = field;
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${numbers}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset.label ?? "");
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "sr-only";
    this.status.setAttribute("role", "status");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", () => this.later());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLLIElement>("[role=option]");
      if (option) this.take(option.dataset.text ?? "", true);
    });
    this.append(this.list, this.status);
  }

  private later(): void {
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => void this.ask(), PAUSE);
  }

  private async ask(): Promise<void> {
    const field = this.field;
    if (!field) return;
    this.typed = field.value;
    this.asked?.abort();
    if (this.typed.trim().length < FEWEST) {
      this.close();
      return;
    }
    this.asked = new AbortController();
    try {
      const address = `${this.dataset.url}?w=${encodeURIComponent(this.typed.slice(0, 80))}`;
      const answer = await fetch(address, { signal: this.asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { suggestions } = (await answer.json()) as { suggestions: Suggestion[] };
      if (document.activeElement === field) this.show(suggestions);
    } catch {
      // asked anew, or no connection: the field works without suggestions
    }
  }

  private show(found: Suggestion[]): void {
    const list = this.list;
    if (!list || !this.field || !this.status) return;
    this.chosen = -1;
    this.field.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map((one, number) => this.option(one, number)));
    list.hidden = found.length === 0;
    this.field.setAttribute("aria-expanded", String(found.length > 0));
    this.status.textContent = found.length ? `${found.length} ${this.dataset.count ?? ""}` : "";
  }

  private option(one: Suggestion, number: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.list?.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.text = one.text;
    const words = document.createElement("span");
    words.textContent = one.text;
    option.append(words);
    if (one.kind) {
      const kind = document.createElement("span");
      kind.className = "suggestion-kind";
      kind.textContent = one.kind;
      option.append(" ", kind);
    }
    return option;
  }

  private key(event: KeyboardEvent): void {
    const options = [...(this.list?.children ?? [])] as HTMLLIElement[];
    if (!this.field || this.list?.hidden || !options.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place before the first stands for what was typed.
      const places = options.length + 1;
      this.chosen = ((this.chosen + 1 + step + places) % places) - 1;
      options.forEach((option, number) => option.setAttribute("aria-selected", String(number === this.chosen)));
      const option = options[this.chosen];
      if (option) this.field.setAttribute("aria-activedescendant", option.id);
      else this.field.removeAttribute("aria-activedescendant");
      this.take(option?.dataset.text ?? this.typed, false);
      option?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.take(this.typed, false);
      this.close();
    }
  }

  private take(text: string, send: boolean): void {
    if (!this.field) return;
    this.field.value = text;
    if (send) {
      this.close();
      this.field.form?.requestSubmit();
    }
  }

  private close(): void {
    window.clearTimeout(this.waiting);
    if (this.list) this.list.hidden = true;
    this.field?.setAttribute("aria-expanded", "false");
    this.field?.removeAttribute("aria-activedescendant");
  }
}

customElements.define("search-suggest", SearchSuggest);
