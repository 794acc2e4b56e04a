import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { useConnection } from '../../net/connection'
import { setAddress } from '../../net/registry'
import { type Dict, refusalSentence, useWords } from '../../text'
import { Dialog } from '../ui/Dialog'
import { SaveOrCancel } from '../ui/SaveOrCancel'
import { useSaid } from '../ui/useSaid'

interface Props {
  readonly organisation: string
  readonly name: string
  readonly address: string
  onClose(): void
  onSaved(): void
}

/** Where an organisation takes official mail. */
export function AddressDialog({ organisation, name, address, onClose, onSaved }: Props) {
  const words = useWords()
  const { delivery: text } = words.views
  const { seat } = useConnection()
  const id = useId()
  const value = useSignal(address)
  const trouble = useSaid()
  const isBusy = useSignal(false)

  async function save() {
    isBusy.value = true
    const code = await setAddress(seat, organisation, value.value.trim())
    isBusy.value = false
    if (code === null) onSaved()
    else trouble.say((now) => sentence(now, code))
  }
  return (
    <Dialog
      title={`${text.address}: ${name}`}
      onClose={onClose}
      onSubmit={() => void save()}
      actions={<SaveOrCancel save={text.save} busy={isBusy.value} onClose={onClose} />}
    >
      <div class="field">
        <label for={id}>{text.addressLabel}</label>
        <input
          id={id}
          class="input"
          type="email"
          autocomplete="off"
          maxLength={254}
          value={value.value}
          aria-describedby={`${id}-error`}
          onInput={(event) => {
            value.value = event.currentTarget.value
          }}
        />
        <p class="error" id={`${id}-error`} role="status">
          {trouble.text}
        </p>
      </div>
    </Dialog>
  )
}

/* Why it was not saved; "": nobody knows whether it was. */
function sentence(words: Dict, code: string): string {
  if (code === 'address_malformed') return words.views.delivery.addressWrong
  return code === '' ? words.common.unknownOutcome : refusalSentence(words, code)
}
