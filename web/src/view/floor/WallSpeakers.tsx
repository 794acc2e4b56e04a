import type { Day } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { personName } from '../ui/personName'

const NEXT_SHOWN = 3

/** Who speaks, and who is next, for the hall. */
export function WallSpeakers({ day }: { readonly day: Day }) {
  const words = useWords()
  const { floor } = words.views
  const { people } = useConnection()
  const nameOf = (seat: string) => personName(words, day, people.value, seat)
  const next = day.speakers.slice(0, NEXT_SHOWN).map(({ seat }) => nameOf(seat))
  return (
    <div class="wall-speakers">
      {day.floor !== '' && <p>{floor.speaks(nameOf(day.floor))}</p>}
      {next.length > 0 && <p class="wall-since">{floor.next(next.join(', '))}</p>}
    </div>
  )
}
