import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { PauseReason } from '../../model/messages'
import { useWords } from '../../text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'

interface Props {
  onClose(): void
  onPause(reason: PauseReason, note: string): void
}

const reasons: readonly PauseReason[] = ['break', 'talk', 'other']
const NOTE_MAX = 200

/** Why the writing stops: everyone in the room sees it. */
export function PauseDialog({ onClose, onPause }: Props) {
  const { bar, room, common } = useWords()
  const reason = useSignal<PauseReason>('break')
  const note = useSignal('')
  const id = useId()
  return (
    <Dialog
      title={bar.pauseTitle}
      onClose={onClose}
      onSubmit={() => onPause(reason.value, note.value.trim())}
      actions={
        <>
          <Button type="submit">{bar.pauseYes}</Button>
          <Button kind="quiet" onClick={onClose}>
            {common.cancel}
          </Button>
        </>
      }
    >
      <fieldset class="choices">
        <legend class="label">{bar.pauseWhy}</legend>
        {reasons.map((one) => (
          <label key={one} class="choice">
            <input
              type="radio"
              name={id}
              checked={reason.value === one}
              onChange={() => {
                reason.value = one
              }}
            />
            {room.pauseReason[one]}
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for={`${id}-note`}>{bar.pauseNote}</label>
        <input
          id={`${id}-note`}
          class="input"
          maxLength={NOTE_MAX}
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value
          }}
        />
      </div>
    </Dialog>
  )
}
