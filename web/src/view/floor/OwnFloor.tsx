import type { Day } from '../../model/messages'
import { isOnlooker } from '../../model/voting'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { personName } from '../ui/personName'
import { useCommand } from '../ui/useCommand'

/** One tap asks for the floor, one takes it back; the own place in the queue, and who speaks now. */
export function OwnFloor({ day }: { readonly day: Day }) {
  const words = useWords()
  const { floor } = words.views
  const { seat, people } = useConnection()
  const { send, why, busy, trouble } = useCommand()
  if (day.in_hand === '' || day.floor_closed || isOnlooker(day, seat)) return null
  const place = day.speakers.findIndex((one) => one.seat === seat) + 1
  const speaks = day.floor === seat
  return (
    <div class="stack">
      <Live>
        {speaks
          ? floor.yours
          : [
              day.floor === '' ? '' : `${floor.speaks(personName(words, day, people.value, day.floor))}.`,
              place > 0 ? floor.place(place) : '',
            ].join(' ')}
      </Live>
      <div class="row">
        {speaks ? (
          <Button kind="secondary" busy={busy} onClick={() => void send('floor_end', { seat })}>
            {floor.end}
          </Button>
        ) : place > 0 ? (
          <Button kind="quiet" busy={busy} onClick={() => void send('floor_withdraw', { seat })}>
            {floor.withdraw}
          </Button>
        ) : (
          <>
            <Button
              kind="secondary"
              busy={busy}
              why={why('floor_ask', { seat })}
              onClick={() => void send('floor_ask', { seat, speech: 'speech' })}
            >
              {floor.ask}
            </Button>
            <Button kind="quiet" busy={busy} onClick={() => void send('floor_ask', { seat, speech: 'point_of_order' })}>
              {floor.order}
            </Button>
          </>
        )}
      </div>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </div>
  )
}
