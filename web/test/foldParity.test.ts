/* The same fold twice: the server's (fixtures/fold.json, written and checked by tests/unit/domain/test_fold_parity.c) and
 * the screens'. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { applyAny as apply, nothing } from '../src/model/meeting'
import type { Day, DayEvent } from '../src/model/messages'

interface Step {
  readonly event: DayEvent
  readonly changed: Partial<Day>
}

const steps = JSON.parse(readFileSync(new URL('./fixtures/fold.json', import.meta.url), 'utf8')) as readonly Step[]

test('after every event the screens know the day as the server does', () => {
  let day = nothing
  let served = nothing
  for (const { event, changed } of steps) {
    day = apply(day, event)
    served = { ...served, ...changed }
    expect(day, `after ${event.kind} at ${event.pos}`).toEqual(served)
  }
})

test('a day that was not changed is left as it was', () => {
  const days: Day[] = []
  steps.reduce((day, { event }) => {
    days.push(day)
    return apply(day, event)
  }, nothing)
  const before = days.map((day) => JSON.stringify(day))
  steps.forEach(({ event }, i) => void apply(days[i] as Day, event))
  expect(days.map((day) => JSON.stringify(day))).toEqual(before)
})
