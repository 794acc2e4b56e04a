import { expect, test } from 'vitest'
import type { AgendaItem, WorkingGroup } from '../../src/model/messages'
import { followed, movedBy, noList, takes, troubleOf, withCode } from '../../src/view/merge/takeList'

const group = (id: string, state: WorkingGroup['state']) => ({ group: id, state }) as WorkingGroup
const item = (code: string) => ({ code }) as AgendaItem
const three = [group('A', 'handed_in'), group('B', 'handed_in'), group('C', 'handed_in')]

test('groups that have handed in are offered as a, b, c', () => {
  expect(takes(followed(noList, three, []))).toEqual([
    { group: 'A', code: 'a' },
    { group: 'B', code: 'b' },
    { group: 'C', code: 'c' },
  ])
})

test('a place keeps its code when groups change places', () => {
  expect(takes(movedBy(followed(noList, three, []), 2, -1))).toEqual([
    { group: 'A', code: 'a' },
    { group: 'C', code: 'b' },
    { group: 'B', code: 'c' },
  ])
})

test('a group that hands in late comes to its own place while nobody has ordered the list', () => {
  const early = followed(noList, [three[0], group('B', 'writing'), three[2]] as WorkingGroup[], [])
  expect(takes(followed(early, three, [])).map((take) => take.group)).toEqual(['A', 'B', 'C'])
})

test('the order and codes people gave stay when another group hands in', () => {
  const early = followed(noList, [three[0], group('B', 'writing'), three[2]] as WorkingGroup[], [])
  const arranged = withCode(movedBy(early, 0, 1), 0, 'x')
  expect(takes(followed(arranged, three, []))).toEqual([
    { group: 'C', code: 'x' },
    { group: 'A', code: 'b' },
    { group: 'B', code: 'a' },
  ])
  expect(followed(arranged, [three[0], three[2]] as WorkingGroup[], [])).toBe(arranged)
})

test('a late group gets the letter that is free', () => {
  const late = followed(noList, [group('A', 'on_agenda'), group('B', 'handed_in')], [item('a'), item('c')])
  expect(takes(late)).toEqual([{ group: 'B', code: 'b' }])
})

test('a list says what is wrong with it', () => {
  const list = followed(noList, three, [])
  expect(troubleOf(noList)).toBe('noneHandedIn')
  expect(troubleOf(withCode(list, 1, ' '))).toBe('codeEmpty')
  expect(troubleOf(withCode(list, 1, 'a '))).toBe('codeTwice')
  expect(troubleOf(list)).toBeNull()
})
