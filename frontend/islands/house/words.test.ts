import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, told, wordsIn } from "./words.ts";

test("words stand between white space", () => {
  assert.equal(wordsIn(""), 0);
  assert.equal(wordsIn("  \n "), 0);
  assert.equal(wordsIn("Kahvia ja\nkieltä,  joka tiistai."), 5);
});

test("a text is near its end from nine tenths on, and over it after", () => {
  const of = (words: number) => counted("sana ".repeat(words), "3-10");
  assert.deepEqual(of(8), { count: 8, most: 10, over: 0, isNear: false });
  assert.deepEqual(of(9), { count: 9, most: 10, over: 0, isNear: true });
  assert.deepEqual(of(12), { count: 12, most: 10, over: 2, isNear: true });
});

test("where no end is set nothing is near", () => {
  assert.deepEqual(counted("a b c", "2-0"), { count: 3, most: 0, over: 0, isNear: false });
});

test("figures stand in a sentence of any language", () => {
  assert.equal(told("Ord: {count} av {most}, {over} för många", counted("a b c", "0-2")), "Ord: 3 av 2, 1 för många");
});
