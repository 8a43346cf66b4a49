// <choose-one> around a <select>, <choose-many> around check boxes: found by typing, where there is
// much to choose from. The native controls stay in the form and carry the values.
import "@digdir/designsystemet-web/ds-suggestion";

const MANY = 7; // as many can be seen at a glance

interface Option {
  value: string;
  label: string;
  selected: boolean;
}

abstract class Choose extends HTMLElement {
  protected box?: HTMLElement & { values: string[]; control: HTMLInputElement | null };

  connectedCallback(): void {
    if (this.box || this.options().length <= MANY) return;
    this.upgrade();
    this.closest("form")?.addEventListener("autosave:restored", () => this.refill());
  }

  abstract options(): Option[];
  abstract native(): HTMLElement | null;
  abstract take(values: string[]): void;
  abstract multiple: boolean;

  protected upgrade(): void {
    const box = document.createElement("ds-suggestion") as NonNullable<typeof this.box>;
    box.className = "ds-suggestion";
    if (this.multiple) box.setAttribute("data-multiple", "");
    for (const [name, words] of Object.entries(this.dataset)) {
      if (name.startsWith("sr")) box.setAttribute(`data-sr-${name.slice(2).toLowerCase()}`, words ?? "");
    }
    box.append(...this.picked(), this.input(), this.clearing(), this.list());
    const native = this.native();
    if (native) native.hidden = true;
    this.append(box);
    this.box = box;
    box.addEventListener("comboboxafterselect", () => this.take(box.values));
  }

  protected picked(): HTMLDataElement[] {
    return this.options()
      .filter((option) => option.selected)
      .map((option) => {
        const item = document.createElement("data");
        item.value = option.value;
        item.textContent = option.label;
        return item;
      });
  }

  protected refill(): void {
    if (!this.box) return;
    for (const item of this.box.querySelectorAll("data")) item.remove();
    this.box.prepend(...this.picked());
  }

  protected input(): HTMLInputElement {
    const input = document.createElement("input");
    input.className = "ds-input";
    input.autocomplete = "off";
    return input;
  }

  protected clearing(): HTMLElement {
    const clear = document.createElement("del");
    if (this.dataset.srClear) clear.setAttribute("aria-label", this.dataset.srClear);
    return clear;
  }

  protected list(): HTMLElement {
    const list = document.createElement("u-datalist");
    if (this.dataset.srSingular) list.setAttribute("data-sr-singular", this.dataset.srSingular);
    if (this.dataset.srPlural) list.setAttribute("data-sr-plural", this.dataset.srPlural);
    for (const { value, label } of this.options()) {
      const option = document.createElement("u-option");
      option.setAttribute("value", value);
      option.textContent = label;
      list.append(option);
    }
    const none = document.createElement("u-option");
    none.setAttribute("data-empty", "");
    none.setAttribute("value", "");
    none.textContent = this.dataset.none ?? "";
    list.append(none);
    return list;
  }
}

class ChooseOne extends Choose {
  multiple = false;

  native(): HTMLSelectElement | null {
    return this.querySelector("select");
  }

  options(): Option[] {
    return [...(this.native()?.options ?? [])]
      .filter((option) => option.value !== "")
      .map((option) => ({ value: option.value, label: option.text, selected: option.selected }));
  }

  protected override input(): HTMLInputElement {
    const input = super.input();
    const select = this.native();
    for (const name of ["id", "aria-describedby", "aria-invalid"]) {
      const value = select?.getAttribute(name);
      if (value) input.setAttribute(name, value);
    }
    input.required = false;
    select?.removeAttribute("id");
    input.value = this.options().find((option) => option.selected)?.label ?? "";
    return input;
  }

  protected override refill(): void {
    super.refill();
    const control = this.box?.control;
    if (control) control.value = this.options().find((option) => option.selected)?.label ?? "";
  }

  take(values: string[]): void {
    const select = this.native();
    if (!select) return;
    select.value = values.at(-1) ?? "";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

class ChooseMany extends Choose {
  multiple = true;

  get boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>(".choices input[type=checkbox]")];
  }

  native(): HTMLElement | null {
    return this.querySelector(".choices");
  }

  options(): Option[] {
    return this.boxes.map((box) => ({
      value: box.value,
      label: box.closest("label")?.textContent?.trim() ?? box.value,
      selected: box.checked,
    }));
  }

  protected override input(): HTMLInputElement {
    const input = super.input();
    const fieldset = this.closest("fieldset");
    const legend = fieldset?.querySelector("legend");
    if (legend?.id) input.setAttribute("aria-labelledby", legend.id);
    const described = fieldset?.getAttribute("aria-describedby");
    if (described) input.setAttribute("aria-describedby", described);
    return input;
  }

  take(values: string[]): void {
    const chosen = new Set(values);
    for (const box of this.boxes) box.checked = chosen.has(box.value);
    this.boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
    setTimeout(() => this.#search(""));
  }

  /** What has been found is found: the next search starts from nothing. */
  #search(words: string): void {
    const control = this.box?.control;
    if (!control?.value) return;
    control.value = words;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("choose-one", ChooseOne);
customElements.define("choose-many", ChooseMany);
