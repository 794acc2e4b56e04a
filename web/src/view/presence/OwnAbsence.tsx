import { useSignal } from '@preact/signals'
import type { Day } from '../../model/messages'
import { absenceOf } from '../../model/rollCall'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { nameOfItem } from '../order'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { useCommand } from '../ui/useCommand'

/** Out of the room while one item is dealt with, and back. */
export function OwnAbsence({ day }: { readonly day: Day }) {
  const words = useWords()
  const { away } = words.views
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  const isAsking = useSignal(false)
  const isDisqualified = useSignal(false)
  const item = day.items.find((one) => one.item === day.in_hand)
  if (item === undefined) return null
  const close = () => {
    isAsking.value = false
  }
  return (
    <>
      {absenceOf(day, seat) === undefined ? (
        <Button
          kind="quiet"
          busy={busy}
          onClick={() => {
            isAsking.value = true
          }}
        >
          {away.leave}
        </Button>
      ) : (
        <>
          <Live>
            <p>{away.am}</p>
          </Live>
          <Button kind="secondary" busy={busy} onClick={() => void send('absence_end', { seat })}>
            {away.back}
          </Button>
        </>
      )}
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
      {isAsking.value && (
        <Dialog
          title={away.leaveTitle(nameOfItem(day, item))}
          onClose={close}
          onSubmit={() => {
            close()
            void send('absence_begin', { seat, disqualified: isDisqualified.value })
          }}
          actions={
            <>
              <Button type="submit">{away.yes}</Button>
              <Button kind="quiet" onClick={close}>
                {words.common.cancel}
              </Button>
            </>
          }
        >
          <p>{away.leaveText}</p>
          <label class="presence-missing">
            <input
              type="checkbox"
              checked={isDisqualified.value}
              onChange={(event) => {
                isDisqualified.value = event.currentTarget.checked
              }}
            />
            {away.disqualified}
          </label>
        </Dialog>
      )}
    </>
  )
}
