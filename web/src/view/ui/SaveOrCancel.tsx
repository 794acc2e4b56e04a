import { useWords } from '../../text'
import { Button } from './Button'

interface Props {
  readonly save: string
  readonly busy: boolean
  onClose(): void
}

/** The two ways out of a dialog that is filled in. */
export function SaveOrCancel({ save, busy, onClose }: Props) {
  const { common } = useWords()
  return (
    <>
      <Button type="submit" busy={busy}>
        {save}
      </Button>
      <Button kind="quiet" onClick={onClose}>
        {common.cancel}
      </Button>
    </>
  )
}
