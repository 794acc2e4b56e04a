import type { AgendaItem, Day } from '../../model/messages'
import { InHandFor } from '../agenda/Timing'
import { WallSpeakers } from '../floor/WallSpeakers'
import { fullCode } from '../order'

const LONG_TITLE = 70 // letters: beyond that it takes smaller type to leave room for who speaks

/** An item without a proposal, as the hall reads it: what it is, who presents it, how it stands with the time. */
export function WallItem({ day, item }: { readonly day: Day; readonly item: AgendaItem }) {
  const presenters = day.organisations.filter((one) => item.presenters.includes(one.organisation))
  return (
    <section class="wall-item">
      <p class="wall-code">{fullCode(day, item)}</p>
      <h2 data-long={item.title.length > LONG_TITLE || undefined}>{item.title}</h2>
      {presenters.length > 0 && <p>{presenters.map((one) => one.name).join(', ')}</p>}
      {item.text !== '' && <p class="wall-lead">{item.text}</p>}
      {item.state === 'in_hand' && (
        <p class="wall-since">
          <InHandFor day={day} item={item} />
        </p>
      )}
      <WallSpeakers day={day} />
    </section>
  )
}
