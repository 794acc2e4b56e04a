import { TextField } from '../../editor/TextField'
import type { Day } from '../../model/messages'
import type { DocumentSession } from '../../net/connection'
import { useWords } from '../../text'

interface Props {
  readonly day: Day
  readonly session: DocumentSession
  readonly isWriter: boolean
}

const ROWS: Record<string, number> = { title: 1, decision: 5, rationale: 4 }

/** Title, decision and rationale. */
export function HeadFields({ day, session, isWriter }: Props) {
  const words = useWords()
  const names: Record<string, string> = words.field
  const hints: Record<string, string> = words.fieldHint
  return (
    <section class="room-fields" aria-label={words.room.proposal}>
      {day.field_rules.map((rule) => (
        <TextField
          key={rule.name}
          session={session}
          field={rule.name}
          label={names[rule.name] ?? rule.name}
          hint={isWriter ? hints[rule.name] : undefined}
          max={rule.max}
          rows={ROWS[rule.name] ?? 2}
          singleLine={rule.name === 'title'}
          readOnly={!isWriter}
        />
      ))}
    </section>
  )
}
