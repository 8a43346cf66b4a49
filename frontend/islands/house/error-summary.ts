// <error-summary>: what is to be corrected is read first, and its links put the cursor into the field.

class ErrorSummary extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const link = (event.target as Element).closest("a");
      const field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      const control = field.matches("input, select, textarea") ? field : field.querySelector<HTMLElement>("input:not([hidden]), select, textarea");
      (control ?? field).focus();
      field.scrollIntoView({ block: "center" });
    });
    if (!this.hasAttribute("data-quiet")) this.querySelector<HTMLElement>("[tabindex]")?.focus();
  }
}

customElements.define("error-summary", ErrorSummary);

export {};
