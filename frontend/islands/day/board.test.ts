import assert from "node:assert/strict";
import { test } from "node:test";
import { Board, type Idea, SILENT_FROM, spoken } from "./board.ts";

const idea = (number: number, more: Partial<Idea> = {}): Idea => ({
  number,
  theme: 1,
  group: null,
  text: `Idea ${number}`,
  language: "fi",
  state: "standing",
  silent: false,
  late: false,
  from: [],
  files: [],
  signs: {},
  ...more,
});

const board = (...ideas: Idea[]) => new Board({ ideas, comments: [], my_signs: [], silent: {}, themes: [{ id: 1, name: { fi: "Teema" } }] });

test("the last word on an idea wins, and it stays mine", () => {
  const one = board(idea(1, { mine: true }));
  assert.equal(one.told({ thing: "idea", ...idea(1, { text: "Better" }) }), true);
  assert.equal(one.ideas.get(1)?.text, "Better");
  assert.equal(one.ideas.get(1)?.mine, true);
});

test("what was withdrawn keeps its words for whoever wrote it, and for nobody else", () => {
  const one = board(idea(1, { mine: true }), idea(2));
  for (const number of [1, 2]) one.told({ thing: "idea", ...idea(number, { text: "", state: "withdrawn" }) });
  assert.equal(one.ideas.get(1)?.text, "Idea 1");
  assert.equal(one.ideas.get(2)?.text, "");
});

test("hidden ideas get their numbers by lot, and one's own are known by their words", () => {
  const own = idea(SILENT_FROM + 5, { text: "A whisper", silent: true, mine: true });
  const one = board(own);
  one.told({ thing: "silent", counts: { 1: 2 } });
  assert.equal(one.waiting, 2);
  one.told({ thing: "revealed", ideas: [idea(1, { text: "Another" }), idea(2, { text: "A whisper" })], phases: [] });
  assert.deepEqual([...one.ideas.keys()], [1, 2]);
  assert.deepEqual([...one.ideas.values()].map((each) => each.mine), [false, true]);
  assert.equal(one.waiting, 0);
});

test("signs are counted by events and remembered by receipts", () => {
  const one = board(idea(1));
  one.told({ thing: "signs", number: 1, signs: { good: 3 } });
  one.received("react", {}, { idea: "1", sign: "good" });
  const [shown] = one.shown(() => true, "fi");
  assert.deepEqual((shown?.sign as { good: unknown }).good, { count: 3, act: "unreact", pressed: "true" });
});

test("an idea says where it went, unless that was withdrawn", () => {
  const one = board(idea(1, { state: "merged" }), idea(2, { from: [["merge", 1]] }));
  assert.equal(one.shown(() => true, "fi").at(-1)?.went_to, "2");
  one.told({ thing: "ideas", ideas: [idea(1), idea(2, { from: [["merge", 1]], state: "withdrawn" })] });
  assert.equal(one.shown(() => true, "fi").at(-1)?.went_to, "");
});

test("a text is read in the reader's language, else in the first there is", () => {
  assert.deepEqual(spoken({ sv: "Tema", fi: "Teema" }, "fi"), { text: "Teema", language: "fi" });
  assert.deepEqual(spoken({ sv: "Tema" }, "fi"), { text: "Tema", language: "sv" });
  assert.deepEqual(spoken({}, "fi"), { text: "", language: "" });
});
