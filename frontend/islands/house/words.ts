// How many words a text has and how near it is to as many as are wanted, as data.

const NEAR = 0.9;

export interface Count {
  count: number;
  most: number; // 0: no end is set
  over: number;
  isNear: boolean;
}

/** Words as the server counts them: what stands between white space. */
export function wordsIn(text: string): number {
  const words = text.trim();
  return words ? words.split(/\s+/).length : 0;
}

/** `advised` is "least-most", as `data-words` has it. */
export function counted(text: string, advised: string): Count {
  const most = Number(advised.split("-")[1]) || 0;
  const count = wordsIn(text);
  const over = most ? Math.max(0, count - most) : 0;
  return { count, most, over, isNear: most > 0 && count >= most * NEAR };
}

/** "{count} of {most}" with the figures in their places. */
export function told(pattern: string, count: Count): string {
  return pattern.replace(/\{(count|most|over)\}/g, (_all, name: "count" | "most" | "over") => String(count[name]));
}
