import { useWords } from '../../text'
import { type Piece, wordDiff } from './diff'
import './diff.css'

interface Props {
  readonly before: string
  readonly after: string
  /** `after` shows what came, `before` what went, `both` all of it in one. */
  readonly show?: 'before' | 'after' | 'both'
}

/** A text with its changes marked: with a word, with a line, with colour. */
export function Diff({ before, after, show = 'both' }: Props) {
  const hidden: Piece['kind'] | null = show === 'before' ? 'added' : show === 'after' ? 'removed' : null
  return (
    <p class="diff">
      {wordDiff(before, after)
        .filter((piece) => piece.kind !== hidden)
        .map((piece, at) => (
          <Marked key={at} piece={piece} />
        ))}
    </p>
  )
}

function Marked({ piece }: { readonly piece: Piece }) {
  const { diff } = useWords().views
  if (piece.kind === 'same') return <>{piece.text}</>
  const Element = piece.kind === 'added' ? 'ins' : 'del'
  const label = piece.kind === 'added' ? diff.added : diff.removed
  return (
    <Element>
      <span class="mark">{label}</span>
      {piece.text}
    </Element>
  )
}
