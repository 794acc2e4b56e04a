import { type DocumentSession, type SavedState, useConnection } from '../../net/connection'
import { type Dict, useWords } from '../../text'

/** Where the words are now. Read aloud only when they are in danger: not at each letter. */
export function Saved({ session }: { readonly session: DocumentSession }) {
  const words = useWords()
  const isBroken = useConnection().line.value === 'broken'
  const state = session.saved.value
  const isTrouble = state.kind === 'offline' || state.kind === 'unsafe'
  if (session.mode.value === 'opening') return null
  return (
    <>
      <span class="saved" data-state={isBroken && state.kind === 'saved' ? 'offline' : state.kind}>
        {sentence(words, state, isBroken)}
      </span>
      <span class="visually-hidden" role="status">
        {!isTrouble ? '' : state.kind === 'unsafe' ? words.saved.unsafe : words.line.broken}
      </span>
    </>
  )
}

function sentence({ saved }: Dict, state: SavedState, isBroken: boolean): string {
  switch (state.kind) {
    case 'saved':
      return isBroken ? saved.savedNoLine : saved.saved
    case 'saving':
      return saved.saving
    case 'offline':
      return saved.offline(state.waiting)
    case 'unsafe':
      return saved.unsafe
  }
}
