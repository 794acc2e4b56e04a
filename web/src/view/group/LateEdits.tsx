import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Day, WorkingGroup } from '../../model/messages'
import { type LateEditShown, useConnection } from '../../net/connection'
import { fieldName, language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { Button } from '../ui/Button'
import { Diff } from '../ui/Diff'
import { personName } from '../ui/personName'

interface Props {
  readonly day: Day
  readonly group: WorkingGroup
}

/** What came after the text was locked: kept, shown to those who lead, never mixed into the text. */
export function LateEdits({ day, group }: Props) {
  const { room, common } = useWords()
  const connection = useConnection()
  const edits = useSignal<readonly LateEditShown[] | 'failed' | null>(null)
  const count = group.late.length
  const line = connection.line.value
  async function load() {
    try {
      edits.value = (await connection.lateEdits(group.doc)).edits
    } catch {
      edits.value = 'failed'
    }
  }
  useEffect(() => {
    if (count > 0 && line === 'open') void load()
  }, [count, group.doc, line])
  if (count === 0) return null
  return (
    <section class="card late" aria-labelledby="late-title">
      <h2 id="late-title">{room.late(count)}</h2>
      <p class="soft">{room.lateText}</p>
      {edits.value === 'failed' && (
        <div class="row">
          <p>{room.lateFailed}</p>
          <Button kind="quiet" onClick={() => void load()}>
            {common.retry}
          </Button>
        </div>
      )}
      {Array.isArray(edits.value) &&
        edits.value.map((edit: LateEditShown) => <LateEdit key={edit.late} day={day} group={group} edit={edit} />)}
    </section>
  )
}

function LateEdit({ day, group, edit }: Props & { readonly edit: LateEditShown }) {
  const words = useWords()
  const name = personName(words, day, useConnection().people.value, edit.by)
  return (
    <article class="stack late-edit" data-fill>
      <h3>{words.room.lateBy(name, clockTime(edit.at_ms, language.value, day.timezone))}</h3>
      {edit.fields.length === 0 && <p class="soft">{words.room.lateNone}</p>}
      {edit.fields.map((field) => (
        <div key={field.field}>
          <p class="label">{fieldName(words, field.field, group.actions)}</p>
          <Diff before={field.was} after={field.would_be} />
        </div>
      ))}
    </article>
  )
}
