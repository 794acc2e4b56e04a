/* Two states of a proposal field by field: what was proposed and what it is now. */
import type { TextOf } from './Proposal'

export interface Side {
  readonly actions: readonly string[]
  readonly text: TextOf
}

export interface FieldPair {
  readonly field: string
  /** 'title', 'decision', 'who', ... */
  readonly part: string
  readonly before: string
  readonly after: string
}

export interface PairGroup {
  readonly key: string
  readonly kind: 'title' | 'decision' | 'action' | 'rationale'
  /** Which action it is, counted from one. */
  readonly number: number
  readonly pairs: readonly FieldPair[]
}

/** The parts in the order people read them. An action only one side has stands against nothing. The title is left out
 * unless it has changed: it stands above; empty fields are left out. */
export function compare(before: Side, after: Side): PairGroup[] {
  const pair = (field: string, part = field): FieldPair => ({
    field,
    part,
    before: present(before, field),
    after: present(after, field),
  })
  const gone = before.actions.filter((action) => !after.actions.includes(action))
  const title = pair('title')
  const groups: PairGroup[] = [
    { key: 'title', kind: 'title', number: 0, pairs: title.before === title.after ? [] : [title] },
    { key: 'decision', kind: 'decision', number: 0, pairs: [pair('decision')] },
    ...[...after.actions, ...gone].map(
      (action): PairGroup => ({
        key: action,
        kind: 'action',
        number: 1 + (after.actions.includes(action) ? after.actions.indexOf(action) : before.actions.indexOf(action)),
        pairs: ['what', 'who', 'when', 'measure'].map((part) => pair(`${action}/${part}`, part)),
      }),
    ),
    { key: 'rationale', kind: 'rationale', number: 0, pairs: [pair('rationale')] },
  ]
  return groups
    .map((group) => ({ ...group, pairs: group.pairs.filter((p) => p.before !== '' || p.after !== '') }))
    .filter((group) => group.pairs.length > 0)
}

function present(side: Side, field: string): string {
  const [action, part] = field.split('/')
  return part !== undefined && !side.actions.includes(action as string) ? '' : side.text(field)
}
