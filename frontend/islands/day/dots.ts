// Counting of a choice: dots that are left, and who has chosen.

export type Voted = { [theme: string]: { [group: string]: number } };

/** How many have chosen in a theme, in all groups together. */
export function votedIn(voted: Voted, theme: string): number {
  return Object.values(voted[theme] ?? {}).reduce((sum, count) => sum + count, 0);
}

/** Dots that are left, below zero when too many were given. */
export function dotsLeft(have: number, given: readonly string[]): number {
  return have - given.reduce((sum, dots) => sum + (Number(dots) || 0), 0);
}
