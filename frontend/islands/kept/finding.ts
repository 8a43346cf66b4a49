// The search of a copy of the site: no server, only small files made by opendata/keeping/finder.py.
// Each file of words holds the terms (t) with their things, the written forms (f) of words, and what phrases mean (p).

type Postings = number[];
interface Words {
  t: Record<string, Postings>;
  f: Record<string, string[]>;
  p: Record<string, Postings>;
}
export interface Thing {
  k: string;
  u: Record<string, string>;
  t: Record<string, string>;
  s: Record<string, string>;
  e?: 1;
}
interface About {
  things: number;
  chunk: number;
  words: string[];
}

const WORD = /[\p{L}\p{N}]+(?:[-'’‐‑][\p{L}\p{N}]+)*/gu;
const LONGEST_PHRASE = 4;
const NOTHING: Words = { t: {}, f: {}, p: {} };

/** Lower case without accents, but for å, ä and ö, which are letters of their own. */
export function fold(text: string): string {
  return [...text.normalize("NFC").toLowerCase()]
    .map((letter) => ("åäö".includes(letter) ? letter : letter.normalize("NFKD").replace(/\p{M}/gu, "") || letter))
    .join("");
}

/** The file a word stands in: its first two letters, without dots and rings. */
export function shardOf(term: string): string {
  const bare = [...term].slice(0, 2).join("").replace(/[åä]/g, "a").replace(/ö/g, "o");
  return [...bare].map((letter) => (/[a-z0-9]/i.test(letter) ? letter : "_")).join("");
}

/** The words of a question, hyphens taken out of the middle. */
export function wordsOf(question: string): string[] {
  return [...question.matchAll(WORD)].map((found) => fold(found[0].replace(/[-'’‐‑]/g, ""))).slice(0, 12);
}

/** True when one letter more, less, other or two turned round make one word of the other. */
export function isNear(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one === other) return one === other;
  let start = 0;
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start++;
  let end = 0;
  const most = Math.min(one.length, other.length) - start;
  while (end < most && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  const a = one.slice(start, one.length - end);
  const b = other.slice(start, other.length - end);
  return (a.length <= 1 && b.length <= 1) || (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]);
}

export class Index {
  private files = new Map<string, Promise<unknown>>();
  constructor(
    private readonly root: string,
    private readonly about: About,
  ) {}

  static async open(root: string): Promise<Index> {
    return new Index(root, (await load(`${root}search/about.json`)) as About);
  }

  words(term: string): Promise<Words> {
    const name = shardOf(term);
    return this.about.words.includes(name) ? this.file<Words>(`words/${name}.json`) : Promise.resolve(NOTHING);
  }

  async thing(number: number): Promise<Thing> {
    const chunk = await this.file<Thing[]>(`things/${Math.floor(number / this.about.chunk)}.json`);
    return chunk[number % this.about.chunk]!;
  }

  private file<T>(name: string): Promise<T> {
    if (!this.files.has(name)) this.files.set(name, load(`${this.root}search/${name}`));
    return this.files.get(name) as Promise<T>;
  }
}

async function load(address: string): Promise<unknown> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function has<T>(record: Record<string, T>, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(record, key);
}

/** The terms a written word stands for: itself, the words it is a form of, or the nearest that are known. */
export async function termsOf(index: Pick<Index, "words">, word: string): Promise<{ terms: string[]; corrected: string }> {
  const here = await index.words(word);
  const known = [...(has(here.t, word) ? [word] : []), ...(has(here.f, word) ? here.f[word]! : [])];
  if (known.length) return { terms: known, corrected: "" };
  const compound = await compoundOf(index, word, here);
  if (compound.length) return { terms: compound, corrected: "" };
  const names = [...Object.keys(here.t), ...Object.keys(here.f)];
  const near = word.length >= 5 ? names.filter((name) => isNear(name, word)).sort() : [];
  if (near.length) return { terms: [near[0]!, ...(has(here.f, near[0]!) ? here.f[near[0]!]! : [])], corrected: near[0]! };
  return { terms: beginningAlike(word, here), corrected: "" };
}

/** kielikahviloihin: kieli as it stands, and a form of kahvila. */
async function compoundOf(index: Pick<Index, "words">, word: string, here: Words): Promise<string[]> {
  for (let cut = 3; cut <= word.length - 4; cut++) {
    const last = word.slice(cut);
    const there = await index.words(last);
    const bases = has(there.f, last) ? there.f[last]! : [];
    const found = bases.map((base) => word.slice(0, cut) + base).filter((whole) => has(here.t, whole));
    if (found.length) return found;
  }
  return [];
}

/** An inflection nobody has written before: the words that begin as it does, for as long as possible. */
function beginningAlike(word: string, here: Words): string[] {
  const least = Math.max(4, Math.ceil(word.length * 0.6));
  let longest = least;
  let found: string[] = [];
  for (const name of [...Object.keys(here.t), ...Object.keys(here.f)]) {
    let length = 0;
    while (length < word.length && name[length] === word[length]) length++;
    if (length < least || name.length - length > 4) continue;
    if (length > longest) [longest, found] = [length, []];
    if (length === longest) found.push(...(has(here.t, name) ? [name] : []), ...(has(here.f, name) ? here.f[name]! : []));
  }
  return [...new Set(found)].slice(0, 8);
}

interface Answer {
  things: number[];
  full: number;
  corrected: string;
}

/** The things that answer, those that have every word first. */
export async function find(index: Index, question: string): Promise<Answer> {
  const words = wordsOf(question);
  const parts = await Promise.all(words.map((word) => termsOf(index, word)));
  const meant = new Map<string, Postings[]>(words.map((word, at) => [String(at), []]));
  for (let start = 0; start < words.length; start++) {
    for (let length = 1; length <= Math.min(LONGEST_PHRASE, words.length - start); length++) {
      for (const phrase of phrasesOf(words, parts, start, length)) {
        const found = (await index.words(phrase)).p;
        if (has(found, phrase)) for (let at = start; at < start + length; at++) meant.get(String(at))!.push(found[phrase]!);
      }
    }
  }
  const scores = new Map<number, number>();
  const reached = new Map<number, number>();
  let asked = 0;
  for (let at = 0; at < words.length; at++) {
    const best = new Map<number, number>();
    for (const term of parts[at]!.terms) add(best, (await index.words(term)).t[term] ?? [], 1);
    for (const postings of meant.get(String(at))!) add(best, postings, 1);
    if (!best.size) continue;
    asked++;
    for (const [thing, weight] of best) {
      scores.set(thing, (scores.get(thing) ?? 0) + weight);
      reached.set(thing, (reached.get(thing) ?? 0) + 1);
    }
  }
  const order = [...scores.keys()].sort(
    (a, b) => reached.get(b)! - reached.get(a)! || scores.get(b)! - scores.get(a)! || a - b,
  );
  const most = order.length ? reached.get(order[0]!)! : 0;
  const corrected = parts.some((part) => part.corrected) ? words.map((word, at) => parts[at]!.corrected || word).join(" ") : "";
  return { things: order.filter((thing) => reached.get(thing)! >= most), full: most === asked && asked === words.length ? 1 : 0, corrected };
}

function phrasesOf(words: string[], parts: { terms: string[] }[], start: number, length: number): string[] {
  let phrases = [""];
  for (let at = start; at < start + length; at++) {
    const choices = [...new Set([words[at]!, ...parts[at]!.terms])].slice(0, 4);
    phrases = phrases.flatMap((phrase) => choices.map((choice) => (phrase ? `${phrase} ${choice}` : choice))).slice(0, 64);
  }
  return phrases;
}

function add(best: Map<number, number>, postings: Postings, worth: number): void {
  for (let at = 0; at + 1 < postings.length; at += 2) {
    const weight = postings[at + 1]! * worth;
    if (weight > (best.get(postings[at]!) ?? 0)) best.set(postings[at]!, weight);
  }
}

