import type { Day, WorkingGroup } from '../../model/messages'
import { seatOf } from '../../model/rights'
import { type DocumentSession, useConnection } from '../../net/connection'
import { colorOf } from '../../net/writers'
import { fieldName, useWords } from '../../text'
import { personName } from '../ui/personName'

interface Props {
  readonly day: Day
  readonly group: WorkingGroup
  readonly session: DocumentSession
}

interface Person {
  readonly seat: string
  readonly name: string
  readonly isFacilitator: boolean
  readonly does: string
}

/** Who is here and who writes where; who is away, folded up. */
export function People({ day, group, session }: Props) {
  const words = useWords()
  const { room } = words
  const connection = useConnection()
  const present = connection.present.value
  const members = day.seats.filter((s) => s.group === group.group)
  const guests = day.seats.filter(
    (s) => s.group !== group.group && present.get(s.seat)?.includes(group.doc) && !s.roles.includes('wall'),
  )
  const writers = session.writers.value
  const person = (seat: string): Person => {
    const field = writers.find((w) => w.seat === seat && w.typing)?.field
    const isReading = present.get(seat)?.includes(group.doc) ?? false
    const does = field !== undefined ? room.writes(fieldName(words, field, group.actions)) : isReading ? room.reads : ''
    return {
      seat,
      name: personName(words, day, connection.people.value, seat),
      isFacilitator: seatOf(day, seat)?.roles.includes('facilitator') ?? false,
      does,
    }
  }
  const byName = (a: Person, b: Person) => a.name.localeCompare(b.name, day.language)
  const here = [...members.filter((s) => present.has(s.seat)), ...guests].map((s) => person(s.seat)).sort(byName)
  const away = members
    .filter((s) => !present.has(s.seat))
    .map((s) => person(s.seat))
    .sort(byName)
  const hereMembers = members.length - away.length
  return (
    <section class="card people" aria-labelledby="people-title">
      <div class="card-head">
        <h2 id="people-title">{room.here}</h2>
        <span class="soft figures">{room.hereOf(hereMembers, members.length)}</span>
      </div>
      <ul class="people-list">
        {here.map((one) => (
          <li key={one.seat}>
            <span class="chip-dot" data-who={colorOf(one.seat)} aria-hidden="true" />
            <span class="people-name">
              {one.name}
              {one.seat === connection.seat && <span class="soft"> ({room.you})</span>}
              <Second
                parts={[one.isFacilitator ? room.facilitator : '', one.seat === connection.seat ? '' : one.does]}
              />
            </span>
          </li>
        ))}
      </ul>
      {away.length > 0 && (
        <details>
          <summary>{room.away(away.length)}</summary>
          <p class="soft">{away.map((one) => one.name).join(', ')}</p>
        </details>
      )}
    </section>
  )
}

function Second({ parts }: { readonly parts: readonly string[] }) {
  const text = parts.filter((part) => part !== '').join(' · ')
  return text === '' ? null : <span class="people-does">{text}</span>
}
