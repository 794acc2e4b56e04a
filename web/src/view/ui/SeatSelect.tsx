import type { Day } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { personName } from './personName'

interface Props {
  readonly id: string
  readonly day: Day
  readonly value: string
  /** What no choice is called. */
  readonly none: string
  readonly describedBy?: string
  readonly isInvalid?: boolean
  /** Whether a seat is offered; all are where it is left out. */
  isOffered?(seat: string): boolean
  onChange(seat: string): void
}

/** A person of the day, by name and organisation. */
export function SeatSelect({ id, day, value, none, describedBy, isInvalid, isOffered = () => true, onChange }: Props) {
  const words = useWords()
  const { people } = useConnection()
  const options = day.seats
    .filter(({ seat }) => isOffered(seat))
    .map(({ seat, organisation }) => {
      const from = day.organisations.find((one) => one.organisation === organisation)?.name
      return { seat, name: [personName(words, day, people.value, seat), from].filter(Boolean).join(', ') }
    })
    .sort((a, b) => a.name.localeCompare(b.name, day.language))
  return (
    <select
      id={id}
      class="input"
      value={value}
      aria-describedby={describedBy}
      aria-invalid={isInvalid}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{none}</option>
      {options.map(({ seat, name }) => (
        <option key={seat} value={seat}>
          {name}
        </option>
      ))}
    </select>
  )
}
