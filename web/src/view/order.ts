/* The agenda in the order it is read. Codes are the organiser's data: 10 § then 12 §, and nothing is numbered anew. */
import type { AgendaItem, Day, WorkingGroup } from '../model/messages'

/** Every item under its parent; the proposals under one item by their codes, as a late group may be taken last. */
export function inOrder(day: Day): AgendaItem[] {
  const under = (parent: string): AgendaItem[] => children(day, parent).flatMap((item) => [item, ...under(item.item)])
  return under('')
}

export function children(day: Day, parent: string): AgendaItem[] {
  const items = day.items.filter((item) => item.parent === parent)
  const byCode = (a: AgendaItem, b: AgendaItem) =>
    a.kind === 'proposal' && b.kind === 'proposal' ? a.code.localeCompare(b.code, 'fi', { numeric: true }) : 0
  return items.sort(byCode)
}

/** "9 § a": a proposal's code is read after its parent's. */
export function fullCode(day: Day, item: AgendaItem): string {
  const parent = item.kind === 'proposal' ? day.items.find((i) => i.item === item.parent) : undefined
  return parent === undefined ? item.code : `${parent.code} ${item.code}`
}

/** The item the groups' proposals are taken under. */
export const decisionItem = (day: Day) => day.items.find((item) => item.kind === 'decision')

export const proposalsOf = (day: Day) => inOrder(day).filter((item) => item.kind === 'proposal')

export const groupOf = (day: Day, item: AgendaItem): WorkingGroup | undefined =>
  day.groups.find((g) => g.group === item.group)

/** What the chair steps through: the proposals and what comes after them on the agenda. */
export function itemsToDecide(day: Day): AgendaItem[] {
  const all = inOrder(day).filter((item) => item.kind !== 'block' && item.kind !== 'break')
  const first = all.findIndex((item) => item.kind === 'decision')
  return first < 0
    ? all
    : all.slice(first).filter((item) => item.kind !== 'decision' || children(day, item.item).length === 0)
}

/** The code and name people call an item by. */
export function nameOfItem(day: Day, item: AgendaItem): string {
  return [fullCode(day, item), item.title].filter(Boolean).join(' ')
}

/** A block with items under it is not taken in hand itself; nor is a proposal before the decisions. */
export function canBeInHand(day: Day, item: AgendaItem): boolean {
  if (item.doc !== '') return day.phase === 'deciding'
  return item.kind !== 'block' || children(day, item.item).length === 0
}

/** What would come next: the first after the one in hand that has not been. */
export function nextItem(day: Day): AgendaItem | undefined {
  const all = inOrder(day)
  const at = all.findIndex((item) => item.item === day.in_hand)
  const from = at < 0 ? all.findLastIndex((item) => item.opened_ms > 0) : at
  return all.slice(from + 1).find((item) => item.state === 'coming' && canBeInHand(day, item))
}

/** When it is to be over: as planned for it, or for the block it stands in. 0: nobody has said. */
export function plannedOf(day: Day, item: AgendaItem): { readonly starts_ms: number; readonly ends_ms: number } {
  const parent = day.items.find((i) => i.item === item.parent)
  return item.ends_ms > 0 || parent === undefined ? item : plannedOf(day, parent)
}
