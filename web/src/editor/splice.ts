/* splice.ts - what was typed, as the smallest change between two texts; positions in UTF-16 units, as Yjs and the DOM count. */

export interface Splice {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

/** The change from `before` to `after`; `caret` is where the caret stands after it, and tells which of two equal letters
 * was typed ("aa|" or "a|a"). Never cuts a surrogate pair in two. null: no change. */
export function splice(before: string, after: string, caret: number): Splice | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  // What stands after the caret was there before: take the end first, at most back to the caret.
  let end = 0
  const longestEnd = Math.min(shorter, Math.max(0, after.length - caret))
  while (end < longestEnd && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end))
    end++
  let start = 0
  while (start < shorter - end && before.charCodeAt(start) === after.charCodeAt(start)) start++
  // The caret may lie before what changed (a drop, a correction of spelling elsewhere): look further from the end.
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++
  if (isHigh(before, start - 1) && start > 0) start--
  if (end > 0 && (isLow(before, before.length - end) || isLow(after, after.length - end))) end--
  return { at: start, remove: before.length - start - end, insert: after.slice(start, after.length - end) }
}

/** Where a caret at `position` stands after someone else's change. What they write exactly at the caret comes after it. */
export function shifted(position: number, change: Splice): number {
  if (position <= change.at) return position
  if (position >= change.at + change.remove) return position - change.remove + change.insert.length
  return change.at + change.insert.length
}

/** As much of a text as fits, never half a letter. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const whole = length > 0 && isHigh(text, length - 1) ? length - 1 : length
  return text.slice(0, Math.max(0, whole))
}

function isHigh(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0xd800 && code <= 0xdbff
}
function isLow(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff
}
