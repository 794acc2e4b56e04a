import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Amendment } from '../../model/messages'
import { useWords } from '../../text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'

interface Props {
  readonly amendment: Amendment
  onClose(): void
  onAdopt(wording: string): void
}

const TEXT_MAX = 2000

/** Nobody opposes: it is adopted, as it was moved or in other words that were agreed on. */
export function WordingDialog({ amendment, onClose, onAdopt }: Props) {
  const words = useWords()
  const { motion } = words.views
  const id = useId()
  const wording = useSignal('')
  return (
    <Dialog
      title={motion.adoptTitle}
      onClose={onClose}
      onSubmit={() => onAdopt(wording.value.trim())}
      actions={
        <>
          <Button type="submit">{motion.adoptYes}</Button>
          <Button kind="quiet" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </>
      }
    >
      <p class="written">{amendment.text}</p>
      <p>{motion.adoptText}</p>
      <div class="field">
        <label for={id}>{motion.wordingLabel}</label>
        <textarea
          id={id}
          class="input"
          rows={2}
          maxLength={TEXT_MAX}
          value={wording.value}
          onInput={(event) => {
            wording.value = event.currentTarget.value
          }}
        />
      </div>
    </Dialog>
  )
}
