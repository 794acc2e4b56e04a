import type { AgendaItem, Day } from '../../model/messages'
import { useWords } from '../../text'
import { Tag, type Tone } from '../ui/Tag'

const tones: Readonly<Record<string, Tone>> = {
  done: 'done',
  in_progress: 'live',
  partly: 'live',
  carried: 'live',
  dropped: 'wait',
  lapsed: 'wait',
}

/** What became of the decisions of earlier rounds, under the item that looks back. */
export function Earlier({ day, item }: { readonly day: Day; readonly item: AgendaItem }) {
  const { agenda } = useWords().views
  const own = day.earlier.filter((one) => one.item === item.item)
  const states: Readonly<Record<string, string>> = agenda.earlierState
  const now = new Date(day.starts_ms).getUTCFullYear()
  if (own.length === 0) return null
  return (
    <details class="agenda-more agenda-text" open={item.state === 'in_hand'}>
      <summary>{agenda.earlier(own.length)}</summary>
      <ul class="agenda-earlier">
        {own.map(({ year, text, owner, state, status }) => (
          <li key={`${year} ${text}`}>
            <p>
              {text} <Tag tone={tones[state] ?? 'rest'}>{states[state] ?? state}</Tag>
            </p>
            <p class="soft">
              {[year < now ? `${year} (${agenda.earlierAge(now - year)})` : `${year}`, owner]
                .filter(Boolean)
                .join(', ')}
              . {status}
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}
