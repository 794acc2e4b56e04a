import type { Day } from '../../model/messages'
import { seatOf } from '../../model/rights'
import type { Dict } from '../../text'

/** The name of a seat's person; where it has been erased, whose seat it was. */
export function personName(words: Dict, day: Day, people: ReadonlyMap<string, string>, seat: string): string {
  const name = people.get(seat)
  if (name !== undefined) return name
  const own = seatOf(day, seat)?.organisation
  const organisation = day.organisations.find((one) => one.organisation === own)?.name
  return organisation === undefined ? words.common.erased : `${words.common.erased} (${organisation})`
}
