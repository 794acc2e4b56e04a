/* How a text of any length is shown so that the back row can read it. */

/** Type sizes for the wall as parts of the screen's height, the largest first: never below 1/30. */
export const sizes = [1 / 14, 1 / 16, 1 / 18, 1 / 20, 1 / 22, 1 / 24, 1 / 26, 1 / 28, 1 / 30] as const

/** The first size at which it fits; the smallest if none does. */
export function fittingSize(fits: (size: number) => boolean): number {
  return sizes.find(fits) ?? (sizes.at(-1) as number)
}

/** Where the smallest size is still too much: sections (their heights) dealt to pages in order. A section higher than a
 * page stands alone. Gives for each page the index of its first section. */
export function pagesOf(heights: readonly number[], room: number, gap: number): number[] {
  const starts: number[] = []
  let filled = Number.POSITIVE_INFINITY
  heights.forEach((height, at) => {
    if (filled + gap + height > room) {
      starts.push(at)
      filled = height
    } else filled += gap + height
  })
  return starts
}

/** The page on show: the one somebody writes on, otherwise each in turn. */
export function pageNow(pages: readonly number[], written: number | null, now: number, turn_ms: number): number {
  if (pages.length < 2) return 0
  if (written !== null) return pages.findLastIndex((start) => start <= written)
  return Math.floor(now / turn_ms) % pages.length
}
