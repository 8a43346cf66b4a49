// What a key means on the form of an assessment.

export type Meaning =
  | { kind: "level"; value: string }
  | { kind: "move"; by: 1 | -1 }
  | { kind: "reason" }
  | { kind: "text" }
  | { kind: "next" }
  | { kind: "levels" };

export interface Press {
  key: string;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
}

/** 0–4 a level, x «cannot judge», j and k the criteria, r the reason, t the text, n the next submission; Escape leaves a text. Null: not for us. */
export function meaning(press: Press, typing: boolean): Meaning | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (typing) return press.key === "Escape" ? { kind: "levels" } : null;
  if (/^[0-4]$/.test(press.key)) return { kind: "level", value: press.key };
  if (press.key === "x") return { kind: "level", value: "x" };
  if (press.key === "j") return { kind: "move", by: 1 };
  if (press.key === "k") return { kind: "move", by: -1 };
  if (press.key === "t") return { kind: "text" };
  if (press.key === "n") return { kind: "next" };
  if (press.key === "r") return { kind: "reason" };
  return null;
}

/** The place to go from `here` (-1: none yet) among `count`; it stays at both ends. */
export function neighbour(here: number, by: 1 | -1, count: number): number {
  if (here < 0) return 0;
  return Math.min(Math.max(here + by, 0), count - 1);
}

/** How far a criterion is: both the level and the reason, one of them missing, or neither. */
export function progress(judged: boolean, reason: string): "whole" | "reason" | "level" | "empty" {
  const told = reason.trim() !== "";
  if (judged && told) return "whole";
  return judged ? "reason" : told ? "level" : "empty";
}
