import type { Day, WorkingGroup } from '../../model/messages'
import { fieldsOf, mustBeFilled } from '../../model/rights'
import { type DocumentSession, useConnection } from '../../net/connection'
import { type Dict, fieldName, useWords } from '../../text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { personName } from '../ui/personName'

interface Props {
  readonly day: Day
  readonly group: WorkingGroup
  readonly session: DocumentSession
  readonly wrote: ReadonlySet<string>
  onClose(): void
  onHandIn(): void
}

/** Asks before the text is locked, and shows what is missing: what must be there, what could be, who is out of reach. */
export function HandInDialog({ day, group, session, wrote, onClose, onHandIn }: Props) {
  const words = useWords()
  const { bar, common } = words
  const { people, present } = useConnection()
  const empty = fieldsOf(day, group.actions)
    .map((rule) => rule.field)
    .filter((field) => session.text(field).value.trim() === '')
  const blocked = blockedBy(words, day, group, empty)
  const optional = empty.filter((field) => !mustBeFilled(field))
  const gone = [...wrote]
    .filter((seat) => !present.value.has(seat))
    .map((seat) => personName(words, day, people.value, seat))
  return (
    <Dialog
      title={bar.handInTitle}
      onClose={onClose}
      onSubmit={() => {
        if (blocked.length === 0) onHandIn()
      }}
      actions={
        <>
          <Button type="submit" why={blocked.length > 0 ? bar.handInBlocked.replace(/:$/, '.') : null}>
            {bar.handInYes}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {common.cancel}
          </Button>
        </>
      }
    >
      {blocked.length === 0 ? <p>{bar.handInText}</p> : <List title={bar.handInBlocked} lines={blocked} tone="stop" />}
      {optional.length > 0 && (
        <List
          title={bar.handInEmpty}
          lines={optional.map((field) => fieldName(words, field, group.actions))}
          tone="wait"
        />
      )}
      {gone.length > 0 && <List title={bar.handInMissing} lines={gone} tone="wait" />}
    </Dialog>
  )
}

function blockedBy(words: Dict, day: Day, group: WorkingGroup, empty: readonly string[]): readonly string[] {
  const few = group.actions.length < day.actions_min ? [words.bar.handInFewActions(day.actions_min)] : []
  return [
    ...few,
    ...empty.filter(mustBeFilled).map((field) => words.bar.handInMust(fieldName(words, field, group.actions))),
  ]
}

function List({ title, lines, tone }: { title: string; lines: readonly string[]; tone: 'stop' | 'wait' }) {
  return (
    <div class="banner room-missing" data-tone={tone}>
      <div>
        <p class="label">{title}</p>
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}
