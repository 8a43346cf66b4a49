// One text out of two that began from a third: as kotokaari/innovation/logic/merging.py does it, and with its reasons.
// Every word that somebody added is in the result; a conflict keeps both wordings.

export interface Word {
  space: string;
  text: string;
}

interface Change {
  low: number;
  high: number;
  words: Word[];
  side: 0 | 1;
}

/** A stretch of a text that gives way to another, by characters. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/(\s*)(\S+)/gu)].map(([, space = "", word = ""]) => ({ space, text: word }));
}

export function merge(base: string, mine: string, theirs: string): string {
  if (mine === theirs || mine === base) return theirs;
  if (theirs === base) return mine;
  const old = wordsOf(base);
  const sides = [wordsOf(theirs), wordsOf(mine)] as const;
  const pairs = sides.map((side) => matched(old, side));
  const kept = pairs.map((found, side) => new Map(found.map(([from, to]) => [from, sides[side as 0 | 1][to] as Word])));
  const changes = ([0, 1] as const).flatMap((side) => changesOf(old, sides[side], pairs[side] ?? [], side));
  const out: Word[] = [];
  let at = 0;
  const stable = (until: number) => {
    for (; at < until; at++) {
      const word = old[at] as Word;
      out.push({ space: chosen(word.space, kept[0]?.get(at)?.space ?? "", kept[1]?.get(at)?.space ?? ""), text: word.text });
    }
  };
  for (const [low, high, group] of groups(changes)) {
    stable(low);
    out.push(...settled(old, low, high, group));
    at = high;
  }
  stable(old.length);
  return joined(out) + chosen(end(base), end(theirs), end(mine));
}

/** What turns one text into another, from the last to the first: done in this order, no place moves before its turn. */
export function edits(before: string, after: string): Edit[] {
  const old = wordsOf(before);
  const now = wordsOf(after);
  const starts = [0];
  for (const word of old) starts.push((starts.at(-1) ?? 0) + word.space.length + word.text.length);
  const found: Edit[] = [];
  const pairs = matched(old, now).filter(([from, to]) => old[from]?.space === now[to]?.space);
  let from = 0;
  let to = 0;
  for (const [nextFrom, nextTo] of [...pairs, [old.length, now.length] as [number, number]]) {
    if (nextFrom > from || nextTo > to) {
      const text = now.slice(to, nextTo).map((word) => word.space + word.text).join("");
      found.push({ start: starts[from] ?? 0, end: starts[nextFrom] ?? before.length, text });
    }
    from = nextFrom + 1;
    to = nextTo + 1;
  }
  const tail = starts.at(-1) ?? 0;
  if (before.slice(tail) !== end(after)) found.push({ start: tail, end: before.length, text: end(after) });
  return found.reverse();
}

/** The words two texts share, in order, by their places: a longest common subsequence. */
function matched(old: Word[], now: Word[]): [number, number][] {
  let head = 0;
  while (head < old.length && head < now.length && old[head]?.text === now[head]?.text) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail)?.text === now.at(-1 - tail)?.text) tail++;
  const rows = old.length - head - tail;
  const columns = now.length - head - tail;
  const width = columns + 1;
  const length = new Uint16Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row--)
    for (let column = columns - 1; column >= 0; column--)
      length[row * width + column] =
        old[head + row]?.text === now[head + column]?.text
          ? (length[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(length[(row + 1) * width + column] ?? 0, length[row * width + column + 1] ?? 0);
  const pairs: [number, number][] = Array.from({ length: head }, (_, place) => [place, place]);
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (old[head + row]?.text === now[head + column]?.text) pairs.push([head + row++, head + column++]);
    else if ((length[(row + 1) * width + column] ?? 0) >= (length[row * width + column + 1] ?? 0)) row++;
    else column++;
  }
  for (let place = tail; place > 0; place--) pairs.push([old.length - place, now.length - place]);
  return pairs;
}

function changesOf(old: Word[], now: Word[], pairs: [number, number][], side: 0 | 1): Change[] {
  const found: Change[] = [];
  let from = 0;
  let to = 0;
  for (const [nextFrom, nextTo] of [...pairs, [old.length, now.length] as [number, number]]) {
    if (nextFrom > from || nextTo > to) found.push({ low: from, high: nextFrom, words: now.slice(to, nextTo), side });
    from = nextFrom + 1;
    to = nextTo + 1;
  }
  return found;
}

function groups(changes: Change[]): [number, number, Change[]][] {
  const sorted = [...changes].sort((a, b) => a.low - b.low || a.high - b.high || a.side - b.side);
  const found: [number, number, Change[]][] = [];
  for (const change of sorted) {
    const last = found.at(-1);
    if (last && ((change.low === last[0] && change.high === last[1]) || change.low < last[1])) {
      last[1] = Math.max(last[1], change.high);
      last[2].push(change);
    } else {
      found.push([change.low, change.high, [change]]);
    }
  }
  return found;
}

function settled(old: Word[], low: number, high: number, group: Change[]): Word[] {
  const theirs = group.filter((change) => change.side === 0);
  const mine = group.filter((change) => change.side === 1);
  if (theirs.length === 0 || mine.length === 0) return applied(old, low, high, group);
  const theyAdd = theirs.some((change) => change.words.length > 0);
  const iAdd = mine.some((change) => change.words.length > 0);
  if (!theyAdd && !iAdd)
    return old.slice(low, high).filter((_, step) => !group.some((one) => one.low <= low + step && low + step < one.high));
  if (!theyAdd) return applied(old, low, high, mine);
  if (!iAdd) return applied(old, low, high, theirs);
  return both(applied(old, low, high, theirs), applied(old, low, high, mine));
}

function applied(old: Word[], low: number, high: number, changes: Change[]): Word[] {
  const out: Word[] = [];
  let at = low;
  for (const change of changes) {
    out.push(...old.slice(at, change.low), ...change.words);
    at = change.high;
  }
  return [...out, ...old.slice(at, high)];
}

function both(theirs: Word[], mine: Word[]): Word[] {
  if (holds(theirs, mine)) return theirs;
  return holds(mine, theirs) ? mine : [...theirs, ...mine];
}

function holds(long: Word[], short: Word[]): boolean {
  return long.some((_, at) => at + short.length <= long.length && short.every((word, step) => long[at + step]?.text === word.text));
}

function chosen(base: string, theirs: string, mine: string): string {
  return mine !== base ? mine : theirs;
}

function end(text: string): string {
  return text.slice(text.trimEnd().length);
}

function joined(words: Word[]): string {
  return words.map((word, place) => (word.space || (place > 0 ? " " : "")) + word.text).join("");
}
