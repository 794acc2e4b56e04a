import type { Day } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { personName } from '../ui/personName'
import { useCommand } from '../ui/useCommand'
import { useNow } from '../ui/useNow'

/** The speakers' list for who leads: the first is one tap away. */
export function Speakers({ day }: { readonly day: Day }) {
  const words = useWords()
  const { floor } = words.views
  const { people } = useConnection()
  const { send, busy, trouble } = useCommand()
  const now = useNow()
  const nameOf = (seat: string) => {
    const own = day.seats.find((one) => one.seat === seat)?.organisation
    const from = day.organisations.find((one) => one.organisation === own)?.name
    return [personName(words, day, people.value, seat), from].filter(Boolean).join(', ')
  }
  return (
    <div class="stack floor" data-fill>
      <p class="eyebrow">{floor.title}</p>
      <Live>
        {day.floor !== '' && (
          <div class="floor-row">
            <strong class="figures">
              {floor.speaks(nameOf(day.floor))} ({Math.floor((now - day.floor_ms) / 60_000)} min)
            </strong>
            <Button kind="secondary" busy={busy} onClick={() => void send('floor_end', { seat: day.floor })}>
              {floor.end}
            </Button>
          </div>
        )}
      </Live>
      {day.speakers.length === 0 && day.floor === '' && (
        <div class="floor-row">
          <span class="soft">{day.floor_closed ? floor.closed : floor.none}</span>
          <Button kind="quiet" busy={busy} onClick={() => void send('floor_switch', { open: day.floor_closed })}>
            {day.floor_closed ? floor.openList : floor.closeList}
          </Button>
        </div>
      )}
      <ol class="floor-queue">
        {day.speakers.map(({ seat, speech }, i) => (
          <li key={seat} class="floor-row">
            <span>
              {nameOf(seat)} {speech === 'point_of_order' && <span class="soft">({floor.isOrder})</span>}
            </span>
            <Button
              kind={i === 0 ? 'secondary' : 'quiet'}
              busy={busy}
              label={`${floor.give}: ${nameOf(seat)}`}
              onClick={() => void send('floor_give', { seat })}
            >
              {floor.give}
            </Button>
          </li>
        ))}
      </ol>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </div>
  )
}
