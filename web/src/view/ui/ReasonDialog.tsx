import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { refusalSentence, useWords } from '../../text'
import { Button } from './Button'
import { Dialog } from './Dialog'

interface Props {
  readonly title: string
  readonly label: string
  readonly hint: string
  /** What the button does. */
  readonly yes: string
  onClose(): void
  onReason(reason: string): void
}

const REASON_MAX = 500

/** A question that is not answered without a reason. */
export function ReasonDialog({ title, label, hint, yes, onClose, onReason }: Props) {
  const words = useWords()
  const { common } = words
  const reason = useSignal('')
  const isMissing = useSignal(false)
  const id = useId()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => {
        isMissing.value = reason.value.trim() === ''
        if (!isMissing.value) onReason(reason.value.trim())
      }}
      actions={
        <>
          <Button type="submit">{yes}</Button>
          <Button kind="quiet" onClick={onClose}>
            {common.cancel}
          </Button>
        </>
      }
    >
      <div class="field">
        <label for={id}>{label}</label>
        <p class="hint" id={`${id}-hint`}>
          {hint}
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
