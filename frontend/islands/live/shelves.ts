// The phone's own store: IndexedDB; where there is none, localStorage; where there is not even that, memory.
import type { Shelf, Waiting } from "./outbox.ts";

const DATABASE = "kotokaari-live";
const PATIENCE = 2_500; // milliseconds in which a browser opens its store, or never does
const KEPT = 60 * 24 * 60 * 60 * 1000; // as long as a phone is remembered

interface Lease {
  tab: string;
  until: number;
}

/** The best store this browser has. */
export async function openShelf(): Promise<Shelf> {
  try {
    return new IndexedShelf(await opened());
  } catch {
    return new PlainShelf(plainStorage());
  }
}

function plainStorage(): Storage | null {
  try {
    localStorage.setItem("kotokaari:live:try", "1");
    localStorage.removeItem("kotokaari:live:try");
    return localStorage;
  } catch {
    return null;
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the store does not open")), PATIENCE);
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("acts", { keyPath: "n", autoIncrement: true }).createIndex("op", "op", { unique: true });
      asked.result.createObjectStore("leases");
    };
    asked.onerror = () => reject(asked.error ?? new Error("no store"));
    asked.onsuccess = () => {
      clearTimeout(late);
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
  });
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the store failed"));
  });
}

function written(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error("not stored"));
  });
}

/** IndexedDB: shared by tabs, survives closing; an act is on the disk of the phone when `put` resolves. */
class IndexedShelf implements Shelf {
  readonly #spare: PlainShelf;

  constructor(readonly database: IDBDatabase) {
    this.#spare = new PlainShelf(plainStorage());
  }

  async put(act: Omit<Waiting, "n">): Promise<void> {
    try {
      const transaction = this.database.transaction("acts", "readwrite", { durability: "strict" });
      transaction.objectStore("acts").add(act);
      await written(transaction);
    } catch {
      await this.#spare.put(act); // the disk is full, or the browser took the store away
    }
  }

  async all(): Promise<Waiting[]> {
    let acts: Waiting[] = [];
    try {
      acts = await result<Waiting[]>(this.database.transaction("acts").objectStore("acts").getAll());
    } catch {
      // what lies in the spare one can still be sent
    }
    return [...acts, ...(await this.#spare.all())];
  }

  async remove(op: string): Promise<void> {
    await this.#change(op, (cursor) => void cursor.delete());
    await this.#spare.remove(op);
  }

  async refuse(op: string, refused: string, sentence: string): Promise<void> {
    await this.#change(op, (cursor) => void cursor.update({ ...cursor.value, refused, sentence }));
    await this.#spare.refuse(op, refused, sentence);
  }

  async #change(op: string, change: (cursor: IDBCursorWithValue) => void): Promise<void> {
    const transaction = this.database.transaction("acts", "readwrite");
    const asked = transaction.objectStore("acts").index("op").openCursor(IDBKeyRange.only(op));
    asked.onsuccess = () => {
      if (asked.result) change(asked.result);
    };
    await written(transaction);
  }

  async lease(name: string, tab: string, now: number, until: number): Promise<boolean> {
    const transaction = this.database.transaction("leases", "readwrite");
    const leases = transaction.objectStore("leases");
    const asked = leases.get(name) as IDBRequest<Lease | undefined>;
    let mine = false;
    asked.onsuccess = () => {
      mine = isFree(asked.result, tab, now, until);
      if (mine) leases.put({ tab, until } satisfies Lease, name);
    };
    await written(transaction);
    return mine;
  }

  async release(name: string, tab: string): Promise<void> {
    const transaction = this.database.transaction("leases", "readwrite");
    const leases = transaction.objectStore("leases");
    const asked = leases.get(name) as IDBRequest<Lease | undefined>;
    asked.onsuccess = () => {
      if (asked.result?.tab === tab) leases.delete(name);
    };
    await written(transaction);
  }
}

/** A lease is free when nobody has it, this tab has it, it ran out, or it lies in a future no tab could have meant. */
export function isFree(lease: Lease | undefined | null, tab: string, now: number, until: number): boolean {
  return !lease || lease.tab === tab || lease.until <= now || lease.until > until + 60_000;
}

const ACT = "kotokaari:live:act:";
const LEASE = "kotokaari:live:lease:";

/** localStorage, an act an entry; or memory alone, where the browser keeps nothing. */
export class PlainShelf implements Shelf {
  readonly #memory = new Map<string, Waiting>();
  #count = 0;

  constructor(readonly storage: Storage | null) {}

  async put(act: Omit<Waiting, "n">): Promise<void> {
    this.#count += 1;
    const whole = { ...act, n: Date.now() + this.#count / 1000 };
    this.#write(whole);
  }

  async all(): Promise<Waiting[]> {
    const acts = new Map(this.#memory);
    for (let at = 0; at < (this.storage?.length ?? 0); at += 1) {
      const key = this.storage?.key(at);
      const act = key?.startsWith(ACT) ? this.#read(key) : null;
      if (act) acts.set(act.op, act);
    }
    return [...acts.values()];
  }

  async remove(op: string): Promise<void> {
    this.#memory.delete(op);
    this.storage?.removeItem(ACT + op);
  }

  async refuse(op: string, refused: string, sentence: string): Promise<void> {
    const act = this.#read(ACT + op) ?? this.#memory.get(op);
    if (!act) return;
    this.#write({ ...act, refused, sentence });
  }

  async lease(name: string, tab: string, now: number, until: number): Promise<boolean> {
    const free = isFree(this.#read<Lease>(LEASE + name), tab, now, until);
    if (free) this.#store(LEASE + name, { tab, until } satisfies Lease);
    return free;
  }

  async release(name: string, tab: string): Promise<void> {
    if (this.#read<Lease>(LEASE + name)?.tab === tab) this.storage?.removeItem(LEASE + name);
  }

  #write(act: Waiting): void {
    this.#memory.delete(act.op);
    const isFile = Object.values(act.payload).some((value) => value instanceof Blob); // which is no text
    if (isFile || !this.#store(ACT + act.op, act)) this.#memory.set(act.op, act); // as long as the page is open
  }

  #store(key: string, value: unknown): boolean {
    try {
      this.storage?.setItem(key, JSON.stringify(value));
      return this.storage !== null;
    } catch {
      return false; // full
    }
  }

  #read<T = Waiting>(key: string): T | null {
    try {
      return JSON.parse(this.storage?.getItem(key) ?? "null") as T | null;
    } catch {
      return null;
    }
  }
}

/** Acts so old that no phone is remembered any more. */
export function isStale(act: Waiting, now: number): boolean {
  return now - Date.parse(act.made_at) > KEPT;
}
