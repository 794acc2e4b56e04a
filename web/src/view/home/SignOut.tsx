import { useSignal } from '@preact/signals'
import { useConnection } from '../../net/connection'
import { signOut } from '../../net/session'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'

/** For a device that others use too: the link still opens the seat afterwards, this browser alone does not. */
export function SignOut() {
  const words = useWords()
  const text = words.views.signOut
  const { seat } = useConnection()
  const isAsking = useSignal(false)
  const isBusy = useSignal(false)
  const trouble = useSignal('')

  async function leave() {
    isAsking.value = false
    isBusy.value = true
    if (await signOut(seat)) location.assign('/')
    else trouble.value = words.common.unknownOutcome
    isBusy.value = false
  }

  return (
    <div class="stack">
      <Button
        kind="quiet"
        busy={isBusy.value}
        onClick={() => {
          isAsking.value = true
        }}
      >
        {text.button}
      </Button>
      <Live urgent>{trouble.value !== '' && <p class="error">{trouble.value}</p>}</Live>
      {isAsking.value && (
        <Dialog
          title={text.sure}
          onClose={() => {
            isAsking.value = false
          }}
          onSubmit={() => void leave()}
          actions={
            <>
              <Button type="submit">{text.button}</Button>
              <Button
                kind="quiet"
                onClick={() => {
                  isAsking.value = false
                }}
              >
                {words.common.cancel}
              </Button>
            </>
          }
        >
          <p>{text.sureText}</p>
        </Dialog>
      )}
    </div>
  )
}
