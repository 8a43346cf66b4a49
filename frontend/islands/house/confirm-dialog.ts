// <confirm-dialog>: the link to the confirmation page opens the question on the spot instead.

class ConfirmDialog extends HTMLElement {
  connectedCallback(): void {
    const link = this.querySelector<HTMLAnchorElement>(":scope > a");
    const dialog = this.querySelector("dialog");
    if (!link || !dialog) return;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      dialog.showModal();
    });
    dialog.addEventListener("click", (event) => {
      const target = event.target as Element;
      if (target === dialog || target.closest("[data-close]")) dialog.close();
    });
    dialog.addEventListener("close", () => link.focus());
  }
}

customElements.define("confirm-dialog", ConfirmDialog);

export {};
