// What the phone says about what was done on it. The sentences come with the page, in its language.
import { clock } from "../house/drafts.ts";

export interface Sentences {
  [key: string]: string;
}

/** A sentence with its places filled: `{time}`, `{n}`. A sentence the page does not bring is empty. */
export function say(sentences: Sentences, key: string, places: { [name: string]: string | number } = {}): string {
  return (sentences[key] ?? "").replace(/\{(\w+)\}/g, (_whole, name: string) => String(places[name] ?? ""));
}

/** How the connection is and what waits, in one sentence or two. */
export function standing(sentences: Sentences, way: string, waiting: number, problem: string): string {
  const parts = [say(sentences, problem || way)];
  if (waiting === 1) parts.push(say(sentences, "waiting_one"));
  if (waiting > 1) parts.push(say(sentences, "waiting_many", { n: waiting }));
  return parts.filter(Boolean).join(" ");
}

/** What became of an act: received at a time, perhaps late; or why not. */
export function became(
  sentences: Sentences,
  receipt: { at?: string; late?: boolean; refused?: string; sentence?: string },
  language: string,
): string {
  if (receipt.refused) return receipt.sentence || say(sentences, "refused");
  const time = receipt.at ? clock(new Date(receipt.at), language) : "";
  return say(sentences, receipt.late ? "received_late" : "received", { time });
}
