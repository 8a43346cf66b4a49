// <asked-form>: questions that depend on others come and go as one answers; a ranking offers nothing twice.
// Without it the server does the same at "next".
import { type Condition, holds, type Value } from "./answering/conditions.ts";

class AskedForm extends HTMLElement {
  #stop = new AbortController();

  connectedCallback(): void {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.addEventListener("input", () => this.#look(), { signal });
    this.addEventListener("change", () => this.#look(), { signal });
    this.addEventListener("autosave:restored", () => this.#look(), { signal });
    this.#look();
  }

  disconnectedCallback(): void {
    this.#stop.abort();
  }

  #look(): void {
    for (const asked of this.querySelectorAll<HTMLElement>("[data-condition]")) {
      const condition = JSON.parse(asked.dataset.condition ?? "true") as Condition;
      const now = holds(condition, (code) => this.#value(code));
      if (asked.hidden !== now) continue;
      asked.hidden = !now;
      const seen = asked.querySelector<HTMLInputElement>("input[name=seen]");
      if (seen) seen.disabled = !now;
    }
    for (const places of this.querySelectorAll<HTMLElement>("[data-places]")) onlyOnce([...places.querySelectorAll("select")]);
  }

  /** What is answered here now; a question that is not asked has no answer. */
  #value(code: string): Value {
    const asked = this.querySelector<HTMLElement>(`[data-question="${CSS.escape(code)}"]`);
    if (!asked || asked.hidden) return undefined;
    const boxes = [...asked.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
    if (boxes.length > 0) return boxes.filter((box) => box.checked).map((box) => box.value);
    const radios = [...asked.querySelectorAll<HTMLInputElement>("input[type=radio]")];
    if (radios.length > 0) return radios.find((radio) => radio.checked)?.value;
    return asked.querySelector<HTMLInputElement>("select, textarea, input:not([type=hidden])")?.value;
  }
}

// <answers-sent data-key>: what this device kept of answers that were never saved goes too, once they were sent.
class AnswersSent extends HTMLElement {
  connectedCallback(): void {
    const mine = Object.keys(localStorage).filter((key) => key.includes(this.dataset.key || "\0"));
    for (const key of mine) localStorage.removeItem(key);
  }
}

function onlyOnce(selects: HTMLSelectElement[]): void {
  for (const select of selects) {
    const elsewhere = new Set(selects.filter((one) => one !== select).map((one) => one.value));
    for (const option of select.options) option.disabled = option.value !== "" && elsewhere.has(option.value);
  }
}

customElements.define("asked-form", AskedForm);
customElements.define("answers-sent", AnswersSent);
