// <details data-popup>: closes by Escape, by a press elsewhere, and when the keyboard leaves it.

function close(details: HTMLDetailsElement, refocus: boolean): void {
  details.open = false;
  if (refocus) details.querySelector("summary")?.focus();
}

const opened = () => document.querySelectorAll<HTMLDetailsElement>("details[data-popup][open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of opened()) close(details, details.contains(document.activeElement));
});

document.addEventListener("click", (event) => {
  for (const details of opened()) if (!details.contains(event.target as Node)) close(details, false);
});

document.addEventListener("focusin", (event) => {
  for (const details of opened()) if (!details.contains(event.target as Node)) close(details, false);
});

export {};
