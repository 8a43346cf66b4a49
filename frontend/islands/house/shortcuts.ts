// "/" goes to the search field. <shortcut-switch> turns that off and on: single keys get in the way
// of speech input, so a person must be able to refuse them (WCAG 2.1.4).
import { allowed, KEY } from "./allowed.ts";
import { isTyping } from "./typing.ts";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (!allowed() || isTyping(event.target as Element | null)) return;
  const field = document.querySelector<HTMLInputElement>('[data-shortcut="/"]');
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

class ShortcutSwitch extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button) return;
    this.hidden = false;
    button.setAttribute("aria-pressed", String(allowed()));
    button.addEventListener("click", () => {
      localStorage.setItem(KEY, allowed() ? "off" : "on");
      button.setAttribute("aria-pressed", String(allowed()));
    });
  }
}

customElements.define("shortcut-switch", ShortcutSwitch);
