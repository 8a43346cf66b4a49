// Whether a question is asked, by what was answered on this page; other pages' answers are decided by the server.
export type Value = string | string[] | undefined;
export type Condition =
  | boolean
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { question: string; is?: unknown; is_not?: unknown; at_least?: number | string; at_most?: number | string };

export function holds(condition: Condition, values: (code: string) => Value): boolean {
  if (typeof condition === "boolean") return condition;
  if ("all" in condition) return condition.all.every((part) => holds(part, values));
  if ("any" in condition) return condition.any.some((part) => holds(part, values));
  if ("not" in condition) return !holds(condition.not, values);
  if (!("question" in condition)) return true;
  const value = values(condition.question);
  if ("is" in condition) return fits(value, condition.is);
  if ("is_not" in condition) return !fits(value, condition.is_not);
  const number = typeof value === "string" && value !== "" ? Number(value.replace(",", ".")) : Number.NaN;
  if ("at_least" in condition) return number >= Number(condition.at_least);
  if ("at_most" in condition) return number <= Number(condition.at_most);
  return value !== undefined && value.length > 0;
}

function fits(value: Value, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.some((one) => fits(value, one));
  if (Array.isArray(value)) return value.some((one) => fits(one, wanted));
  if (value === undefined || value === "") return false;
  return value === String(wanted) || (value === "other:" && wanted === "other");
}
