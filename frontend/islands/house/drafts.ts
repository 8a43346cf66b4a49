// Drafts as data: what a form says, and the copy kept on the device until the server has it.

export type Fields = [name: string, value: string][];
export interface Kept {
  at: number;
  fields: Fields;
}

const PREFIX = "kotokaari:draft:";
const FORTNIGHT = 14 * 24 * 60 * 60 * 1000;
const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "password", "password1", "password2"]);

/** What was typed, without files, passwords and tokens. */
export function fieldsOf(data: Iterable<[string, unknown]>): Fields {
  const fields: Fields = [];
  for (const [name, value] of data) {
    if (typeof value === "string" && !NEVER_KEPT.has(name)) fields.push([name, value]);
  }
  return fields;
}

/** True when both say the same; line ends and the spaces around a text do not count. */
export function same(one: Fields, other: Fields): boolean {
  const plain = (fields: Fields) =>
    JSON.stringify(fields.map(([name, value]) => [name, value.replace(/\r\n/g, "\n").trim()]));
  return plain(one) === plain(other);
}

/** The fields somebody types in, without those that a page adds for itself: their names begin with _. */
export function typed(fields: Fields): Fields {
  return fields.filter(([name]) => !name.startsWith("_"));
}

/** Keep a draft on this device; false when the device does not let us. */
export function keep(storage: Storage, key: string, fields: Fields, now: number): boolean {
  try {
    storage.setItem(PREFIX + key, JSON.stringify({ at: now, fields } satisfies Kept));
    return true;
  } catch {
    return false;
  }
}

/** The draft kept under `key`, or null; one older than a fortnight is thrown away. */
export function kept(storage: Storage, key: string, now: number): Kept | null {
  try {
    const draft = JSON.parse(storage.getItem(PREFIX + key) ?? "null") as Kept | null;
    if (draft && now - draft.at < FORTNIGHT && Array.isArray(draft.fields)) return draft;
  } catch {
    // Not ours, or broken: as good as none.
  }
  forget(storage, key);
  return null;
}

/** Throw the draft away. */
export function forget(storage: Storage, key: string): void {
  try {
    storage.removeItem(PREFIX + key);
  } catch {
    // A device without storage has nothing to forget.
  }
}

/** The time of day as people write it: 14.05 in Finnish and Swedish, 14:05 elsewhere. */
export function clock(at: Date, language: string): string {
  const sign = /^(fi|sv)/.test(language) ? "." : ":";
  return `${at.getHours()}${sign}${String(at.getMinutes()).padStart(2, "0")}`;
}
