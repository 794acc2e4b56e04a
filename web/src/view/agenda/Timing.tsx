import type { AgendaItem, Day } from '../../model/messages'
import { language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { plannedOf } from '../order'
import { useNow } from '../ui/useNow'

const MINUTE_MS = 60_000

/** How long the item in hand has been, and what was planned; over the plan is said calmly. */
export function InHandFor({ day, item }: { readonly day: Day; readonly item: AgendaItem }) {
  const { agenda } = useWords().views
  const now = useNow()
  const { starts_ms, ends_ms } = plannedOf(day, item)
  const time = (ms: number) => clockTime(ms, language.value, day.timezone)
  const over = ends_ms === 0 ? 0 : Math.floor((now - ends_ms) / MINUTE_MS)
  const isThatDay = Math.abs(now - ends_ms) < 12 * 60 * MINUTE_MS // a plan of another day says nothing of today
  return (
    <span class="figures">
      {agenda.since(Math.floor((now - item.opened_ms) / MINUTE_MS))}
      {ends_ms > 0 && `, ${agenda.planned(time(starts_ms), time(ends_ms))}`}
      {isThatDay && over > 0 && ` · ${agenda.over(over)}`}
    </span>
  )
}

/** When it was dealt with, or why it was put off. */
export function WhenHandled({ day, item }: { readonly day: Day; readonly item: AgendaItem }) {
  const { agenda } = useWords().views
  const time = (ms: number) => clockTime(ms, language.value, day.timezone)
  if (item.state === 'postponed') return <>{agenda.postponed(item.postpone_reason)}</>
  return <span class="figures">{agenda.handled(time(item.opened_ms), time(item.closed_ms))}</span>
}
