import assert from "node:assert/strict";
import { test } from "node:test";
import { isTyping } from "./typing.ts";

test("a slash in a text field is a slash", () => {
  assert.equal(isTyping({ tagName: "INPUT", type: "text" }), true);
  assert.equal(isTyping({ tagName: "TEXTAREA" }), true);
  assert.equal(isTyping({ tagName: "DIV", isContentEditable: true }), true);
});

test("on a page, a link or a check box it is a shortcut", () => {
  assert.equal(isTyping(null), false);
  assert.equal(isTyping({ tagName: "A" }), false);
  assert.equal(isTyping({ tagName: "INPUT", type: "checkbox" }), false);
});
