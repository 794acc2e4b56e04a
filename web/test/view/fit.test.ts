import { expect, test } from 'vitest'
import { fittingSize, pageNow, pagesOf, sizes } from '../../src/view/wall/fit'

test('the wall takes the largest type that fits, and never less than a thirtieth of the height', () => {
  expect(fittingSize((size) => size <= 1 / 20)).toBe(1 / 20)
  expect(fittingSize(() => true)).toBe(1 / 14)
  expect(fittingSize(() => false)).toBe(1 / 30)
  expect([...sizes].sort((a, b) => b - a)).toEqual([...sizes])
})

test('what does not fit is dealt to pages in order, each section whole', () => {
  expect(pagesOf([300, 300, 300], 1000, 20)).toEqual([0])
  expect(pagesOf([300, 500, 300, 100], 850, 20)).toEqual([0, 2])
  expect(pagesOf([300, 1500, 300], 1000, 20)).toEqual([0, 1, 2])
  expect(pagesOf([], 1000, 20)).toEqual([])
})

test('the page somebody writes on is the one on show; else each has its turn', () => {
  expect(pageNow([0, 2], 3, 0, 15_000)).toBe(1)
  expect(pageNow([0, 2], 1, 20_000, 15_000)).toBe(0)
  expect(pageNow([0, 2], null, 14_999, 15_000)).toBe(0)
  expect(pageNow([0, 2], null, 15_000, 15_000)).toBe(1)
  expect(pageNow([0], null, 99_000, 15_000)).toBe(0)
})
