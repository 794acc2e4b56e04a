/* rollCall.ts - who is present at a moment, and how many that is: what a roll call says aloud. */
import type { Absence, Day, Stay } from './messages'

export interface RollCall {
  readonly people: number
  readonly organisations: number
  /** Organisations by their type: "municipality" -> 14. */
  readonly byType: ReadonlyMap<string, number>
}

/** The seats whose people are there. */
export function presentAt(day: Day, at_ms: number): ReadonlySet<string> {
  const isThen = ({ from_ms, to_ms }: Stay) => from_ms <= at_ms && (to_ms === 0 || to_ms > at_ms)
  return new Set(day.stays.filter(isThen).map((stay) => stay.seat))
}

/** Away from the item in hand. */
export function absenceOf(day: Day, seat: string): Absence | undefined {
  return day.absences.find((one) => one.seat === seat && one.to_ms === 0)
}

/** Who only helps or watches is not counted. */
export function rollCall(day: Day, at_ms: number): RollCall {
  const present = presentAt(day, at_ms)
  const counted = day.seats.filter(({ seat, roles }) => present.has(seat) && !roles.includes('observer'))
  const here = new Set(counted.map(({ organisation }) => organisation))
  const byType = new Map<string, number>()
  for (const { organisation, type } of day.organisations)
    if (here.has(organisation)) byType.set(type, (byType.get(type) ?? 0) + 1)
  return { people: counted.length, organisations: here.size, byType }
}

/** The stay of a seat that goes on, or the one that ended last. */
export function lastStay(day: Day, seat: string): Stay | undefined {
  return day.stays.findLast((stay) => stay.seat === seat)
}
