import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { AgendaItem, CommandData, Day, StatementKind } from '../../model/messages'
import { takesPart } from '../../model/voting'
import { refusalSentence, useWords } from '../../text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { SeatSelect } from '../ui/SeatSelect'
import { useSaid } from '../ui/useSaid'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
  /** Whose it is, where that is known: one's own. */
  readonly by?: string
  onClose(): void
  onState(data: CommandData['statement_make']): void
}

const TEXT_MAX = 2000
const KINDS: readonly StatementKind[] = ['statement', 'dissent']

/** Words for the minutes: a statement, or after the decision a dissent with its reason. */
export function StatementDialog({ day, item, by, onClose, onState }: Props) {
  const words = useWords()
  const { motion } = words.views
  const id = useId()
  const isDecided = item.state === 'decided' || item.state === 'done'
  const seat = useSignal(by ?? '')
  const kind = useSignal<StatementKind>('statement')
  const text = useSignal('')
  const trouble = useSaid()

  function state() {
    const said = text.value.trim()
    if (seat.value === '') trouble.say((now) => now.views.motion.whoMissing)
    else if (said === '') trouble.say((now) => refusalSentence(now, 'text_empty'))
    else onState({ item: item.item, seat: seat.value, kind: kind.value, text: said })
  }
  return (
    <Dialog
      title={motion.stateTitle}
      onClose={onClose}
      onSubmit={state}
      actions={
        <>
          <Button type="submit">{motion.stateYes}</Button>
          <Button kind="quiet" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </>
      }
    >
      {by === undefined && (
        <div class="field">
          <label for={`${id}-by`}>{motion.whose}</label>
          <SeatSelect
            id={`${id}-by`}
            day={day}
            value={seat.value}
            none={motion.choose}
            isOffered={(one) => takesPart(day, one)}
            onChange={(one) => {
              seat.value = one
            }}
          />
        </div>
      )}
      <fieldset class="vote-how">
        <legend>{motion.kindLegend}</legend>
        {KINDS.filter((one) => one === 'statement' || isDecided).map((one) => (
          <label key={one} class="vote-tick">
            <input
              type="radio"
              name={`${id}-kind`}
              checked={kind.value === one}
              onChange={() => {
                kind.value = one
              }}
            />
            {motion.kindLong[one]}
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for={`${id}-text`}>{motion.stateText}</label>
        <textarea
          id={`${id}-text`}
          class="input"
          rows={4}
          maxLength={TEXT_MAX}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value
          }}
        />
      </div>
      <p class="error" role="status">
        {trouble.text}
      </p>
    </Dialog>
  )
}
