import { expect, test } from 'vitest'
import { fittingSize, type Page, pageNow, pagesOf, sizes } from '../../src/view/wall/fit'

test('the wall takes the largest type that fits, and never less than a thirtieth of the height', () => {
  expect(fittingSize((size) => size <= 1 / 20)).toBe(1 / 20)
  expect(fittingSize(() => true)).toBe(1 / 14)
  expect(fittingSize(() => false)).toBe(1 / 30)
  expect([...sizes].sort((a, b) => b - a)).toEqual([...sizes])
})

const whole = (...heights: number[]) => heights.map((height) => ({ head: 0, body: height }))
const spans = (pages: readonly Page[]) => pages.map((page) => [page.from, page.to])

test('what does not fit is dealt to pages in order, each section whole', () => {
  expect(spans(pagesOf(whole(300, 300, 300), 1000, 20, 50))).toEqual([[0, 3]])
  expect(spans(pagesOf(whole(300, 500, 300, 100), 850, 20, 50))).toEqual([
    [0, 2],
    [2, 4],
  ])
  expect(pagesOf([], 1000, 20, 50)).toEqual([])
})

test('a section higher than a page takes several, cut between lines, its heading on each', () => {
  const pages = pagesOf(
    [
      { head: 0, body: 300 },
      { head: 40, body: 1500 },
      { head: 0, body: 300 },
    ],
    1000,
    20,
    50,
  )
  expect(pages).toEqual([
    { from: 0, to: 1, skip: 0, shown: null },
    { from: 1, to: 2, skip: 0, shown: 950 },
    { from: 1, to: 2, skip: 950, shown: 950 },
    { from: 2, to: 3, skip: 0, shown: null },
  ])
})

test('the page somebody writes on is the one on show; else each has its turn', () => {
  const pages = pagesOf(whole(300, 500, 300, 100), 850, 20, 50)
  expect(pageNow(pages, 3, 0, 15_000)).toBe(1)
  expect(pageNow(pages, 1, 20_000, 15_000)).toBe(0)
  expect(pageNow(pages, null, 14_999, 15_000)).toBe(0)
  expect(pageNow(pages, null, 15_000, 15_000)).toBe(1)
  expect(pageNow(pages.slice(0, 1), null, 99_000, 15_000)).toBe(0)
})
