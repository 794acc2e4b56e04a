/* The list that goes to the agenda: which group's proposal, in which order, by which code. The codes are people's data:
 * a, b, c are only what is offered. A place keeps its code when groups change places. */
import type { AgendaItem, Take, WorkingGroup } from '../../model/messages'

export interface TakeList {
  readonly groups: readonly string[]
  readonly codes: readonly string[]
  /** Somebody has ordered it: new groups then join at the end, instead of their own place. */
  readonly isOrdered: boolean
}

export const noList: TakeList = { groups: [], codes: [], isOrdered: false }

/** Follows the groups: who has handed in joins, who has not leaves; what was ordered and written stays. */
export function followed(list: TakeList, groups: readonly WorkingGroup[], taken: readonly AgendaItem[]): TakeList {
  const ready = groups.filter((g) => g.state === 'handed_in').map((g) => g.group)
  const kept = list.groups.filter((group) => ready.includes(group))
  const order = list.isOrdered ? [...kept, ...ready.filter((group) => !kept.includes(group))] : ready
  if (order.length === list.groups.length && order.every((group, at) => group === list.groups[at])) return list
  const codes = list.codes.slice(0, order.length)
  while (codes.length < order.length) codes.push(nextCode([...taken.map((item) => item.code), ...codes]))
  return { ...list, groups: order, codes }
}

export function movedBy(list: TakeList, at: number, by: -1 | 1): TakeList {
  const groups = [...list.groups]
  const [group] = groups.splice(at, 1)
  if (group !== undefined) groups.splice(at + by, 0, group)
  return { ...list, groups, isOrdered: true }
}

export const withCode = (list: TakeList, at: number, code: string): TakeList => ({
  ...list,
  codes: list.codes.map((old, i) => (i === at ? code : old)),
})

export const takes = (list: TakeList): Take[] =>
  list.groups.map((group, at) => ({ group, code: (list.codes[at] ?? '').trim() }))

export function troubleOf(list: TakeList): 'codeEmpty' | 'codeTwice' | 'noneHandedIn' | null {
  const codes = takes(list).map((take) => take.code)
  if (codes.length === 0) return 'noneHandedIn'
  if (codes.includes('')) return 'codeEmpty'
  return new Set(codes).size < codes.length ? 'codeTwice' : null
}

function nextCode(used: readonly string[]): string {
  return Array.from('abcdefghijklmnopqrstuvwxyz').find((letter) => !used.includes(letter)) ?? ''
}
