import { useWords } from '../../text'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'

/** Asks before an action is taken out; it can be brought back as it was. */
export function RemoveDialog({ number, onClose, onRemove }: { number: number; onClose(): void; onRemove(): void }) {
  const { room, common } = useWords()
  return (
    <Dialog
      title={room.removeQuestion(number)}
      onClose={onClose}
      onSubmit={onRemove}
      actions={
        <>
          <Button kind="danger" type="submit">
            {room.removeYes}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {common.cancel}
          </Button>
        </>
      }
    >
      <p>{room.removeText}</p>
    </Dialog>
  )
}
