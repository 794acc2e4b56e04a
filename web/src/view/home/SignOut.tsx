import { useSignal } from '@preact/signals'
import { useConnection } from '../../net/connection'
import { signOut } from '../../net/session'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Confirm } from '../ui/Confirm'
import { useSaid } from '../ui/useSaid'

/** For a device that others use too: the link still opens the seat afterwards, this browser alone does not. */
export function SignOut() {
  const text = useWords().views.signOut
  const { seat } = useConnection()
  const isAsking = useSignal(false)
  const isBusy = useSignal(false)
  const trouble = useSaid()

  async function leave() {
    isAsking.value = false
    isBusy.value = true
    if (await signOut(seat)) location.assign('/')
    else trouble.say((words) => words.common.unknownOutcome)
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
      <Live urgent>{trouble.text !== '' && <p class="error">{trouble.text}</p>}</Live>
      {isAsking.value && (
        <Confirm
          title={text.sure}
          text={text.sureText}
          yes={text.button}
          onClose={() => {
            isAsking.value = false
          }}
          onYes={() => void leave()}
        />
      )}
    </div>
  )
}
