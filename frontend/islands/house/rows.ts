// Rows of a formset as data.

/** `steps-3-text` → `steps-0-text`, also inside `id_steps-3-text`; other names stay. */
export function renumbered(name: string, prefix: string, index: number): string {
  const escaped = prefix.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return name.replace(new RegExp(`(^|\\s|_|#)(${escaped}-)(?:\\d+|__prefix__)(-|$)`, "g"), `$1$2${index}$3`);
}

/** `items` with the one at `from` moved by `by`; the same order where it cannot move. */
export function moved<T>(items: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by;
  const next = [...items];
  const one = next[from];
  const other = next[to];
  if (one === undefined || other === undefined) return next;
  next[to] = one;
  next[from] = other;
  return next;
}
