import type { ComponentChildren } from 'preact'
import { TextField } from '../../editor/TextField'
import type { AgendaItem, Day } from '../../model/messages'
import { fieldsOf } from '../../model/rights'
import type { DocumentSession } from '../../net/connection'
import { useWords } from '../../text'
import { ActionTools, AddAction } from './ActionTools'
import './pairs.css'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
  readonly session: DocumentSession
  readonly isWriter: boolean
  /** What stands beside a field: where its text came from, what has changed. */
  beside(field: string): ComponentChildren
}

/** An agenda text as fields that several write in at once, each with something to compare it with. */
export function ProposalFields({ day, item, session, isWriter, beside }: Props) {
  const words = useWords()
  const { merge, proposal } = words.views
  const names: Record<string, string> = words.field
  const limits = new Map(fieldsOf(day, item.actions).map((limit) => [limit.field, limit.max]))
  const pair = (field: string, part: string) => (
    <div class="pair" key={field}>
      <TextField
        session={session}
        field={field}
        label={names[part] ?? part}
        max={limits.get(field) ?? 0}
        rows={part === 'decision' || part === 'rationale' ? 6 : 2}
        readOnly={!isWriter}
      />
      <div class="pair-beside">{beside(field)}</div>
    </div>
  )
  return (
    <div class="pairs">
      {day.field_rules.map((rule) => pair(rule.name, rule.name))}
      <h3>{merge.actions}</h3>
      {item.actions.map((action, at) => (
        <section class="card" key={action} aria-label={proposal.action(at + 1)}>
          <div class="card-head">
            <h4>{proposal.action(at + 1)}</h4>
            {isWriter && <ActionTools day={day} item={item} action={action} at={at} />}
          </div>
          {day.action_rules.map((rule) => pair(`${action}/${rule.name}`, rule.name))}
        </section>
      ))}
      {isWriter && <AddAction day={day} item={item} />}
    </div>
  )
}
