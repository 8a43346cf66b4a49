// Whether this person wants single keys to do something. <shortcut-switch> changes it.
export const KEY = "kotokaari:shortcuts";

export function allowed(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}
