// <confirm-dialog>: the link to the confirmation page opens the question on the spot instead.
// The dialog waits in a <template>, so that the link may stand in a paragraph.

class ConfirmDialog extends HTMLElement {
  #dialog: HTMLDialogElement | null = null;

  connectedCallback(): void {
    this.querySelector("a")?.addEventListener("click", (event) => {
      const dialog = this.dialog;
      if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      dialog.showModal();
    });
  }

  disconnectedCallback(): void {
    this.#dialog?.remove();
    this.#dialog = null;
  }

  get dialog(): HTMLDialogElement | null {
    if (this.#dialog) return this.#dialog;
    const made = this.querySelector("template")?.content.querySelector("dialog")?.cloneNode(true) as HTMLDialogElement | undefined;
    if (!made) return null;
    made.addEventListener("click", (event) => {
      const target = event.target as Element;
      if (target === made || target.closest("[data-close]")) made.close();
    });
    made.addEventListener("close", () => this.querySelector("a")?.focus());
    document.body.append(made);
    this.#dialog = made;
    return made;
  }
}

customElements.define("confirm-dialog", ConfirmDialog);

export {};
