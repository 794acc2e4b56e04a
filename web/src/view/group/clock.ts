/* clock.ts - when people are told how much time is left. */

/** 5 or 1: so many minutes are left, at most; 0: none are; null: nothing to say yet. */
export function warningAt(leftMs: number): 5 | 1 | 0 | null {
  if (leftMs <= 0) return 0
  if (leftMs <= 60_000) return 1
  return leftMs <= 300_000 ? 5 : null
}
