/* Where the places of a seat are: addresses and names. */
import type { Day } from '../../model/messages'
import type { Place } from '../../model/rights'
import type { Dict } from '../../text'

export const pathOf = (seat: string, place: Place): string =>
  place.kind === 'group' ? `/p/${seat}/group/${place.group}` : `/p/${seat}/${place.kind}`

export const homePath = (seat: string): string => `/p/${seat}/home`

export function nameOf(day: Day, place: Place, words: Dict): string {
  if (place.kind !== 'group') return words.views.shell[place.kind]
  return words.views.shell.group(day.groups.find((g) => g.group === place.group)?.letter ?? '')
}
