import type { Day } from '../../model/messages'
import { seatOf } from '../../model/rights'
import { lastStay } from '../../model/rollCall'
import { useConnection } from '../../net/connection'
import { language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { useCommand } from '../ui/useCommand'
import { OwnAbsence } from './OwnAbsence'
import './presence.css'

/** One tap on arrival, one on leaving: the minutes say when. */
export function OwnPresence({ day }: { readonly day: Day }) {
  const { presence } = useWords().views
  const { seat } = useConnection()
  const { send, why, busy, trouble } = useCommand()
  if (seatOf(day, seat)?.roles.includes('wall') || day.phase === 'closed') return null
  const stay = lastStay(day, seat)
  const isHere = stay?.to_ms === 0
  const set = (here: boolean) => void send('presence_set', { seat, here })
  return (
    <section class="card presence-own" aria-label={presence.title}>
      <Live>
        <p>{isHere ? presence.am(clockTime(stay.from_ms, language.value, day.timezone)) : presence.arrive}</p>
      </Live>
      <div class="row">
        <Button
          kind={isHere ? 'quiet' : 'primary'}
          busy={busy}
          why={why('presence_set', { seat })}
          onClick={() => set(!isHere)}
        >
          {isHere ? presence.leave : presence.here}
        </Button>
        {isHere && <OwnAbsence day={day} />}
      </div>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </section>
  )
}
