// What tests take for the store of a browser: localStorage, in memory.

export function device(): Storage {
  const shelf = new Map<string, string>();
  return {
    get length() {
      return shelf.size;
    },
    clear: () => shelf.clear(),
    key: (index) => [...shelf.keys()][index] ?? null,
    getItem: (key) => shelf.get(key) ?? null,
    setItem: (key, value) => void shelf.set(key, value),
    removeItem: (key) => void shelf.delete(key),
  };
}
