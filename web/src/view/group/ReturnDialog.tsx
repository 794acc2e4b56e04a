import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { refusalSentence, useWords } from '../../text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'

interface Props {
  onClose(): void
  onReturn(reason: string): void
}

const REASON_MAX = 500

/** Gives the proposal back to its group; never without a reason. */
export function ReturnDialog({ onClose, onReturn }: Props) {
  const words = useWords()
  const { bar, common } = words
  const reason = useSignal('')
  const isMissing = useSignal(false)
  const id = useId()
  return (
    <Dialog
      title={bar.giveBackTitle}
      onClose={onClose}
      onSubmit={() => {
        isMissing.value = reason.value.trim() === ''
        if (!isMissing.value) onReturn(reason.value.trim())
      }}
      actions={
        <>
          <Button type="submit">{bar.giveBackYes}</Button>
          <Button kind="quiet" onClick={onClose}>
            {common.cancel}
          </Button>
        </>
      }
    >
      <div class="field">
        <label for={id}>{bar.giveBackWhy}</label>
        <p class="hint" id={`${id}-hint`}>
          {bar.giveBackHint}
        </p>
        <textarea
          id={id}
          class="input"
          rows={3}
          maxLength={REASON_MAX}
          aria-describedby={`${id}-hint ${id}-error`}
          aria-invalid={isMissing.value}
          value={reason.value}
          onInput={(event) => {
            reason.value = event.currentTarget.value
          }}
        />
        <p class="error" id={`${id}-error`} role="status">
          {isMissing.value ? refusalSentence(words, 'reason_missing') : ''}
        </p>
      </div>
    </Dialog>
  )
}
