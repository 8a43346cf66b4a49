import assert from "node:assert/strict";
import { test } from "node:test";
import { edits, merge } from "./merging.ts";

const WORDS = ["perhe", "tulkki", "koulu", "ja", "on", "uusi"];

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function someText(next: () => number): string {
  return Array.from({ length: Math.floor(next() * 9) }, () => WORDS[Math.floor(next() * WORDS.length)]).join(" ");
}

function changed(before: string, edited: { start: number; end: number; text: string }[]): string {
  return edited.reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), before);
}

test("what becomes of some texts, as on the server", () => {
  for (const [base, mine, theirs, merged] of [
    ["", "koulu alkaa", "perhe tulee", "perhe tulee koulu alkaa"],
    ["the big house", "the small house", "the big home", "the small home"],
    ["one two three", "one two three four", "zero one two three", "zero one two three four"],
    ["a long sentence here", "", "a very long sentence here", "a very long sentence here"],
    ["one two three", "one three", "one two", "one"],
    ["tulkki", "tulkki tulee", "tulkki tulee aina", "tulkki tulee aina"],
    ["first\n\nsecond", "first\n\nsecond, more", "First\n\nsecond", "First\n\nsecond, more"],
  ] as const) {
    assert.equal(merge(base, mine, theirs), merged);
  }
});

test("no new word of anybody is lost, and nothing is made up", () => {
  const next = random(7);
  for (let round = 0; round < 2000; round++) {
    const [base, mine, theirs] = [someText(next), `${someText(next)} MINE${round}`, `THEIRS${round} ${someText(next)}`];
    const words = merge(base, mine, theirs).split(/\s+/);
    assert.ok(words.includes(`MINE${round}`) && words.includes(`THEIRS${round}`));
    const known = new Set([base, mine, theirs].join(" ").split(/\s+/));
    assert.ok(words.every((word) => known.has(word)));
    assert.equal(merge(base, mine, mine), mine);
    assert.equal(merge(base, mine, base), mine);
  }
});

test("edits turn one text into the other, and leave alone what stays", () => {
  const next = random(11);
  for (let round = 0; round < 2000; round++) {
    const before = someText(next) + (next() < 0.3 ? " \n" : "");
    const after = someText(next) + (next() < 0.3 ? "  " : "");
    assert.equal(changed(before, edits(before, after)), after);
  }
  assert.deepEqual(edits("one two three", "zero one two three"), [{ start: 0, end: 3, text: "zero one" }]);
  assert.deepEqual(edits("one two", "one two three"), [{ start: 7, end: 7, text: " three" }]);
});
