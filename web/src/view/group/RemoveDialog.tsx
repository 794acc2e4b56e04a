import { useWords } from '../../text'
import { Confirm } from '../ui/Confirm'

/** Asks before an action is taken out; it can be brought back as it was. */
export function RemoveDialog({ number, onClose, onRemove }: { number: number; onClose(): void; onRemove(): void }) {
  const { room } = useWords()
  return (
    <Confirm
      title={room.removeQuestion(number)}
      text={room.removeText}
      yes={room.removeYes}
      isDanger
      onClose={onClose}
      onYes={onRemove}
    />
  )
}
