// A table that is too wide scrolls in its frame, which the keyboard must then reach. One that fits is no stop.

function measure(frame: HTMLElement): void {
  if (frame.scrollWidth > frame.clientWidth + 1) frame.tabIndex = 0;
  else frame.removeAttribute("tabindex");
}

const watcher = new ResizeObserver((entries) => {
  for (const entry of entries) measure(entry.target as HTMLElement);
});

function watch(root: ParentNode): void {
  for (const frame of root.querySelectorAll<HTMLElement>(".table-frame")) watcher.observe(frame);
}

watch(document);
document.addEventListener("htmx:load", (event) => watch(event.target as HTMLElement));

export {};
