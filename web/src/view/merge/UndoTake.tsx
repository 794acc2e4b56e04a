import { useSignal } from '@preact/signals'
import type { Day } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { decisionItem, fullCode, proposalsOf } from '../order'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { useCommand } from '../ui/useCommand'

/** Takes the proposals off the agenda again, after saying what that means. */
export function UndoTake({ day }: { readonly day: Day }) {
  const words = useWords()
  const { merge } = words.views
  const { seat } = useConnection()
  const { send, why, busy, trouble } = useCommand()
  const isAsking = useSignal(false)
  const parent = decisionItem(day)
  if (parent === undefined || mayCommand(day, seat, 'take_undo') !== true) return null

  async function undo(item: string) {
    if (await send('take_undo', { parent: item })) isAsking.value = false
  }
  return (
    <>
      <Button kind="quiet" onClick={() => (isAsking.value = true)}>
        {merge.undo}
      </Button>
      {isAsking.value && (
        <Dialog
          title={merge.undoTitle}
          onClose={() => (isAsking.value = false)}
          onSubmit={() => void undo(parent.item)}
          actions={
            <>
              <Button type="submit" kind="danger" busy={busy} why={why('take_undo')}>
                {merge.undoYes}
              </Button>
              <Button kind="quiet" onClick={() => (isAsking.value = false)}>
                {words.common.cancel}
              </Button>
            </>
          }
        >
          <p>
            {merge.undoText(
              proposalsOf(day)
                .map((item) => fullCode(day, item))
                .join(', '),
            )}
          </p>
          <Live>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
        </Dialog>
      )}
    </>
  )
}
