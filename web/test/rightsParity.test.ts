/* The same rows twice: the server's rights (fixtures/rights.json, written and checked by
 * tests/unit/domain/test_rights_parity.c, which tells what the letters mean) and the screens'. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CommandKind, Day, GroupState, Phase } from '../src/model/messages'
import { accessTo, mayCommand, seesLateEdits, type Target } from '../src/model/rights'
import { mayStep } from '../src/model/steps'

interface Cell {
  readonly phase: Phase
  readonly state: GroupState
  readonly decided: boolean
  readonly elected: boolean
  readonly [what: string]: unknown
}

const { seats, day, cells } = JSON.parse(readFileSync(new URL('./fixtures/rights.json', import.meta.url), 'utf8')) as {
  readonly seats: readonly string[]
  readonly day: Day
  readonly cells: readonly Cell[]
}

function dayIn({ phase, state, decided, elected }: Cell): Day {
  return {
    ...day,
    phase,
    groups: day.groups.map((group) => (group.group === 'a' ? { ...group, state } : group)),
    items: day.items.map((item) => (item.doc !== '' && decided ? { ...item, state: 'decided' as const } : item)),
    officers: elected
      ? [
          { post: 'chair', seat: 'pb' },
          { post: 'secretary', seat: 'observer' },
          { post: 'counter', seat: 'fb' },
          { post: 'examiner', seat: 'pa' },
        ]
      : [],
  }
}

const letterOf = { not_allowed: 'N', not_own_group: 'G', wrong_phase: 'P' } as Readonly<Record<string, string>>
const targets: Readonly<Partial<Record<CommandKind, Target>>> = {
  action_add: { doc: 'doc-a' },
  action_remove: { doc: 'doc-a' },
  action_move: { doc: 'item-9-a' },
  presence_set: { seat: 'pa' },
  floor_ask: { seat: 'pa' },
  floor_withdraw: { seat: 'pa' },
  floor_give: { seat: 'pa' },
  floor_end: { seat: 'pa' },
  absence_begin: { seat: 'pa' },
  absence_end: { seat: 'pa' },
  voter_name: { seat: 'pa' },
  amendment_make: { seat: 'pa' },
  amendment_second: { seat: 'pa' },
  amendment_withdraw: { seat: 'pa' },
  statement_make: { seat: 'pa' },
  statement_withdraw: { seat: 'pa' },
  ballot_cast: { seat: 'pa' },
  seat_name: { seat: 'pa' },
  feedback_give: { seat: 'pa' },
}

/* What the screens say where the server said `what`. */
function said(now: Day, seat: string, what: string): string {
  const [first, second] = what.split(' ')
  if (first === 'to') return mayStep(now, seat, second as Phase) ? '+' : '-'
  if (first === 'late') return seesLateEdits(now, seat, second ?? '') ? '+' : '-'
  if (what.startsWith('doc-') || what.startsWith('item-') || what === 'minutes') return accessTo(now, seat, what)
  const kind = what as CommandKind
  const answer = mayCommand(now, seat, kind, targets[kind] ?? { group: 'a' })
  return letterOf[answer.toString()] ?? '+'
}

test('the screens say in every situation what the server would', () => {
  let asked = 0
  for (const cell of cells) {
    const now = dayIn(cell)
    const { phase, state, decided, elected, ...whats } = cell
    for (const [what, letters] of Object.entries(whats)) {
      expect(
        seats.map((seat) => said(now, seat, what)).join(''),
        `${what} in ${phase}, ${state}, ${decided ? 'decided' : 'undecided'}, ${elected ? 'elected' : 'not elected'}`,
      ).toBe(letters)
      asked += seats.length
    }
  }
  expect(asked).toBe(120 * 79 * 9)
})
