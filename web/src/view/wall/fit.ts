/* How a text of any length is shown so that the back row can read it. */

/** Type sizes for the wall as parts of the screen's height, the largest first: never below 1/30. */
export const sizes = [1 / 14, 1 / 16, 1 / 18, 1 / 20, 1 / 22, 1 / 24, 1 / 26, 1 / 28, 1 / 30] as const

/** The first size at which it fits; the smallest if none does. */
export function fittingSize(fits: (size: number) => boolean): number {
  return sizes.find(fits) ?? (sizes.at(-1) as number)
}

export interface Page {
  /** The first section on it, and the first after it. */
  readonly from: number
  readonly to: number
  /** Of a section that is higher than a page: how far down it starts, and how much of it is shown. */
  readonly skip: number
  readonly shown: number | null
}

export interface SectionHeight {
  readonly head: number
  readonly body: number
}

/** Sections dealt to pages in order, each whole; one that is higher than a page takes pages of its own, cut between
 * lines, its heading on every one. */
export function pagesOf(sections: readonly SectionHeight[], room: number, gap: number, line: number): Page[] {
  const pages: Page[] = []
  let from = 0
  let filled = 0
  const close = (to: number) => {
    if (to > from) pages.push({ from, to, skip: 0, shown: null })
    from = to
    filled = 0
  }
  sections.forEach(({ head, body }, at) => {
    const height = head + body
    if (filled > 0 && filled + gap + height > room) close(at)
    if (height <= room) {
      filled += (filled > 0 ? gap : 0) + height
      return
    }
    const shown = Math.max(1, Math.floor((room - head) / line)) * line
    for (let skip = 0; skip < body; skip += shown) pages.push({ from: at, to: at + 1, skip, shown })
    from = at + 1
  })
  close(sections.length)
  return pages
}

/** The page on show: the one somebody writes on (the last of its pages: people add at the end), otherwise each in turn. */
export function pageNow(pages: readonly Page[], written: number | null, ms: number, turn_ms: number): number {
  if (pages.length < 2) return 0
  const at = written === null ? -1 : pages.findLastIndex((page) => page.from <= written && written < page.to)
  return at < 0 ? Math.floor(ms / turn_ms) % pages.length : at
}
