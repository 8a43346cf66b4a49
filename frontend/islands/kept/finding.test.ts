import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, isNear, shardOf, termsOf, wordsOf } from "./finding.ts";

const FILES: Record<string, unknown> = {
  ki: { t: { kielikahvila: [0, 8], kieli: [1, 4] }, f: { kielen: ["kieli"] }, p: {} },
  ka: { t: { kahvila: [0, 4] }, f: { kahviloihin: ["kahvila"] }, p: {} },
};
const index = {
  words: (term: string) =>
    Promise.resolve(FILES[shardOf(term)] ?? { t: {}, f: {}, p: {} }) as never,
};

test("words are folded as on the server", () => {
  assert.equal(fold("Café ÄITIEN"), "cafe äitien");
  assert.deepEqual(wordsOf("Kieli-kahvila, äideille!"), ["kielikahvila", "äideille"]);
});

test("a word stands in the file of its first two letters", () => {
  assert.equal(shardOf("äiti"), "ai");
  assert.equal(shardOf("öy"), "oy");
  assert.equal(shardOf("8-9"), "8_");
});

test("one slip is forgiven, two are not", () => {
  assert.ok(isNear("kahvila", "kahvla"));
  assert.ok(isNear("kahvila", "kavhila"));
  assert.ok(isNear("kahvila", "kahvilaa"));
  assert.ok(!isNear("kahvila", "kaivla"));
});

test("an inflection is understood, in a compound too", async () => {
  assert.deepEqual((await termsOf(index, "kielen")).terms, ["kieli"]);
  assert.deepEqual((await termsOf(index, "kielikahviloihin")).terms, ["kielikahvila"]);
});

test("an ending nobody wrote, and a word nobody knows", async () => {
  assert.deepEqual((await termsOf(index, "kielikahvilanne")).terms, ["kielikahvila"]);
  assert.deepEqual((await termsOf(index, "xylofoni")).terms, []);
});

test("the names of an object's own parts are no words", async () => {
  assert.deepEqual((await termsOf(index, "constructor")).terms, []);
});
