// <word-count data-open data-most data-over> beside a field with data-words="least-most": how many words it has, as one
// types. It is read aloud only near the end, and only after a pause: a number after each word would drown the words.
import { type Count, counted, told } from "./words.ts";

const PAUSE = 1200;

class WordCount extends HTMLElement {
  #shown = document.createElement("span");
  #said = document.createElement("span");
  #waiting = 0;
  #stop = new AbortController();

  connectedCallback(): void {
    const field = this.field;
    if (!field) return;
    this.#stop = new AbortController();
    this.#said.className = "sr-only";
    this.#said.setAttribute("role", "status");
    this.replaceChildren(this.#shown, this.#said);
    this.hidden = false;
    this.#show();
    field.addEventListener("input", () => this.#later(), { signal: this.#stop.signal });
  }

  disconnectedCallback(): void {
    this.#stop.abort();
    clearTimeout(this.#waiting);
  }

  get field(): HTMLTextAreaElement | HTMLInputElement | null {
    return this.parentElement?.querySelector<HTMLTextAreaElement | HTMLInputElement>("[data-words]") ?? null;
  }

  #show(): Count {
    const count = counted(this.field?.value ?? "", this.field?.dataset.words ?? "");
    this.toggleAttribute("data-is-over", count.over > 0);
    this.#shown.textContent = this.#words(count);
    return count;
  }

  #words(count: Count): string {
    const { open = "", most = "", over = "" } = this.dataset;
    return told(count.over ? over : count.most ? most : open, count);
  }

  #later(): void {
    const count = this.#show();
    clearTimeout(this.#waiting);
    if (!count.isNear) {
      this.#said.textContent = "";
      return;
    }
    this.#waiting = window.setTimeout(() => {
      const words = this.#words(count);
      if (this.#said.textContent !== words) this.#said.textContent = words;
    }, PAUSE);
  }
}

customElements.define("word-count", WordCount);
