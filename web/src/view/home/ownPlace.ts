import type { Day } from '../../model/messages'
import { type Place, placesOf } from '../../model/rights'

/** The place a person is taken to: where the work is now, or null while there is nothing to do but wait. */
export function ownPlace(day: Day, seat: string): Place | null {
  const places = placesOf(day, seat)
  if (places[0]?.kind === 'wall' || places[0]?.kind === 'organisation') return places[0]
  if (day.phase === 'opening' || day.phase === 'closed') return null
  const inPhase = { workshop: 'group', merging: 'merge', deciding: 'decide' }[day.phase]
  const own = places[0] ?? null
  return places.find((place) => place.kind === inPhase) ?? own
}
