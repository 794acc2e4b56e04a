import type { DocumentSession, SavedState } from '../../net/connection'
import { type Dict, useWords } from '../../text'

/** Where the words are now. Read aloud only when they are in danger: not at each letter. */
export function Saved({ session }: { readonly session: DocumentSession }) {
  const words = useWords()
  const state = session.saved.value
  const isTrouble = state.kind === 'offline' || state.kind === 'unsafe'
  if (session.mode.value === 'opening') return null
  return (
    <>
      <span class="saved" data-state={state.kind}>
        {sentence(words, state)}
      </span>
      <span class="visually-hidden" role="status">
        {isTrouble ? sentence(words, { ...state, waiting: 0 }, true) : ''}
      </span>
    </>
  )
}

function sentence({ saved, line }: Dict, state: SavedState, isAloud = false): string {
  switch (state.kind) {
    case 'saved':
      return saved.saved
    case 'saving':
      return saved.saving
    case 'offline':
      return isAloud ? line.broken : saved.offline(state.waiting)
    case 'unsafe':
      return saved.unsafe
  }
}
