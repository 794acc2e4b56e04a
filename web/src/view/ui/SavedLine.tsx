import type { DocumentSession } from '../../net/connection'
import { useWords } from '../../text'

/** Where what was typed on this device is now: "Tallennettu" only when it is on disk. */
export function SavedLine({ session }: { readonly session: DocumentSession }) {
  const { saved } = useWords()
  const state = session.saved.value
  const text = state.kind === 'offline' ? saved.offline(state.waiting) : saved[state.kind]
  return (
    <p class="status" role="status" data-kind={state.kind}>
      {text}
    </p>
  )
}
