import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nothing } from '../src/model/meeting'
import type { Day } from '../src/model/messages'
import { lastStay, presentAt, rollCall } from '../src/model/rollCall'

interface Pack {
  readonly organisations: readonly { id: string; name: string; type: string }[]
  readonly people: readonly { id: string; organisation: string; roles: readonly string[] }[]
  readonly sessions: readonly {
    kind: string
    attendance: readonly { person: string; arrived_at?: string; left_at?: string | null }[]
    roll_calls: readonly {
      at: string
      people: number
      organisations: number
      organisations_by_type: Record<string, number>
    }[]
  }[]
}

const pack = JSON.parse(
  readFileSync(new URL('../../tests/data/etela-pohjanmaa-2024.json', import.meta.url), 'utf8'),
) as Pack
const negotiation = pack.sessions.find(({ kind }) => kind === 'negotiation')

/* The day's people as the import makes seats of them, and each who came, from when until when. */
function theDay(): Day {
  return {
    ...nothing,
    organisations: pack.organisations.map(({ id, name, type }) => ({ organisation: id, name, type })),
    seats: pack.people.map(({ id, organisation, roles }) => ({
      seat: id,
      organisation,
      roles: roles.includes('support') ? ['observer'] : ['participant'],
    })),
    stays: (negotiation?.attendance ?? []).flatMap(({ person, arrived_at, left_at }) =>
      arrived_at === undefined
        ? []
        : [{ seat: person, from_ms: Date.parse(arrived_at), to_ms: left_at ? Date.parse(left_at) : 0 }],
    ),
  }
}

test('the roll calls of the real day come out as it says', () => {
  expect(negotiation?.roll_calls.length).toBe(3)
  for (const expected of negotiation?.roll_calls ?? []) {
    const { people, organisations, byType } = rollCall(theDay(), Date.parse(expected.at))
    expect({ people, organisations, byType: Object.fromEntries(byType) }).toEqual({
      people: expected.people,
      organisations: expected.organisations,
      byType: expected.organisations_by_type,
    })
  }
})

test('who left and came back has two stays, and is present during each', () => {
  const stays = [
    { seat: 'pa', from_ms: 10, to_ms: 20 },
    { seat: 'pa', from_ms: 30, to_ms: 0 },
  ]
  const day = { ...nothing, stays }
  expect([9, 10, 19, 20, 29, 30, 99].map((at) => presentAt(day, at).has('pa'))).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
    true,
  ])
  expect(lastStay(day, 'pa')?.from_ms).toBe(30)
})
