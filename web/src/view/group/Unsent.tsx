import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { DocumentSession, UnsentText } from '../../net/connection'
import { fieldName, useWords } from '../../text'
import { Button } from '../ui/Button'
import { copyText } from '../ui/copy'
import { Diff } from '../ui/Diff'

interface Props {
  readonly session: DocumentSession
  readonly actions: readonly string[]
}

/** "Tätä et ehtinyt lähettää": words that are not in the shared text stay with their author until they are let go. */
export function Unsent({ session, actions }: Props) {
  const { room } = useWords()
  const unsent = session.unsent.value
  const card = useRef<HTMLElement>(null)
  /* Whoever wrote them is looking at a field further down. */
  useEffect(() => card.current?.scrollIntoView({ block: 'center' }), [unsent.length])
  if (unsent.length === 0) return null
  return (
    <section class="card unsent" ref={card} aria-labelledby="unsent-title" role="alert">
      <h2 id="unsent-title">{room.unsent}</h2>
      {unsent.map((text) => (
        <UnsentField key={text.id} text={text} actions={actions} onDrop={() => session.dropUnsent(text.id)} />
      ))}
    </section>
  )
}

function UnsentField({ text, actions, onDrop }: { text: UnsentText; actions: readonly string[]; onDrop(): void }) {
  const words = useWords()
  const { room, common } = words
  const copied = useSignal(false)
  async function copy() {
    copied.value = await copyText(text.mine)
  }
  return (
    <div class="stack" data-fill>
      <h3>{fieldName(words, text.field, actions)}</h3>
      <p class="soft">{room.unsentWhy[text.why]}</p>
      <p class="label">{room.unsentChange}</p>
      <Diff before={text.now} after={text.mine} />
      <div class="row">
        <Button kind="secondary" onClick={() => void copy()}>
          {common.copy}
        </Button>
        <Button kind="quiet" onClick={onDrop}>
          {room.unsentDrop}
        </Button>
        <span role="status">{copied.value ? common.copied : ''}</span>
      </div>
    </div>
  )
}
