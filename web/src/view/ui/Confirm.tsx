import { useWords } from '../../text'
import { Button } from './Button'
import { Dialog } from './Dialog'

interface Props {
  readonly title: string
  readonly text: string
  /** What the button does. */
  readonly yes: string
  readonly isDanger?: boolean
  onClose(): void
  onYes(): void
}

/** Asks before something is done that is not done lightly, and says what it means. */
export function Confirm({ title, text, yes, isDanger = false, onClose, onYes }: Props) {
  const { common } = useWords()
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={onYes}
      actions={
        <>
          <Button type="submit" kind={isDanger ? 'danger' : 'primary'}>
            {yes}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {common.cancel}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  )
}
