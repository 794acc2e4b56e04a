/* What changed between two texts, word by word: the longest common run of words stays, the rest was removed or added. */

export interface Piece {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Joined, same + removed give `before` back and same + added give `after`. A removal comes before what replaces it. */
export function wordDiff(before: string, after: string): Piece[] {
  const from = words(before)
  const to = words(after)
  let head = 0
  while (head < from.length && head < to.length && from[head] === to[head]) head++
  let tail = 0
  while (tail < from.length - head && tail < to.length - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++
  const middle = changes(from.slice(head, from.length - tail), to.slice(head, to.length - tail))
  return joined([...same(from.slice(0, head)), ...middle, ...same(from.slice(from.length - tail))])
}

export const isChanged = (pieces: readonly Piece[]) => pieces.some((piece) => piece.kind !== 'same')

/* A word, a run of white space, or one mark at a time: "2025," and "2025." share the year. */
const words = (text: string) => text.match(/[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu) ?? []

const same = (texts: readonly string[]): Piece[] => texts.map((text) => ({ kind: 'same', text }))

/* Longest common subsequence; lengths[i][j] is that of from[i..] and to[j..], in one array row by row. */
function changes(from: readonly string[], to: readonly string[]): Piece[] {
  const width = to.length + 1
  const lengths = new Uint16Array((from.length + 1) * width)
  const length = (i: number, j: number) => lengths[i * width + j] as number
  for (let i = from.length - 1; i >= 0; i--)
    for (let j = to.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        from[i] === to[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1))

  const pieces: Piece[] = []
  let i = 0
  let j = 0
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      pieces.push({ kind: 'same', text: from[i] as string })
      i++
      j++
    } else if (i < from.length && (j === to.length || length(i + 1, j) >= length(i, j + 1)))
      pieces.push({ kind: 'removed', text: from[i++] as string })
    else pieces.push({ kind: 'added', text: to[j++] as string })
  }
  return pieces
}

/* Neighbours of a kind become one. A lone space that stayed between changed words is taken into the change:
 * "uusi teksti" instead of "vanha sana" reads as one change, not as two. */
function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = []
  let removed = ''
  let added = ''
  const close = () => {
    if (removed) out.push({ kind: 'removed', text: removed })
    if (added) out.push({ kind: 'added', text: added })
    removed = added = ''
  }
  pieces.forEach((piece, at) => {
    if (piece.kind === 'removed') removed += piece.text
    else if (piece.kind === 'added') added += piece.text
    else if ((removed || added) && /^[^\S\n]+$/.test(piece.text) && isChange(pieces[at + 1]) && removed && added) {
      removed += piece.text
      added += piece.text
    } else {
      close()
      const last = out.at(-1)
      if (last?.kind === 'same') out[out.length - 1] = { kind: 'same', text: last.text + piece.text }
      else out.push(piece)
    }
  })
  close()
  return out
}

const isChange = (piece: Piece | undefined) => piece !== undefined && piece.kind !== 'same'
