import { useWords } from '../../text'
import { Diff } from '../ui/Diff'
import { Proposal, type TextOf } from '../ui/Proposal'

export interface Side {
  readonly title: string
  readonly actions: readonly string[]
  readonly text: TextOf
}

interface Props {
  readonly before: Side
  readonly after: Side
  readonly isChanged: boolean
}

/** One text while nothing has changed; two beside each other, the changes marked in both, when something has. */
export function Texts({ before, after, isChanged }: Props) {
  const { field } = useWords()
  if (!isChanged) return <Proposal actions={after.actions} text={after.text} withTitle={false} level={2} />
  const old = present(before)
  const now = present(after)
  const side = (of: Side, show: 'before' | 'after') => (
    <section class="card" data-tone={show === 'after' ? 'now' : undefined}>
      <h3 class="eyebrow">{of.title}</h3>
      {old('title') !== now('title') && (
        <div>
          <h4 class="label">{field.title}</h4>
          <Diff before={old('title')} after={now('title')} show={show} />
        </div>
      )}
      <Proposal
        actions={of.actions}
        text={of.text}
        withTitle={false}
        level={3}
        draw={(name) => <Diff before={old(name)} after={now(name)} show={show} />}
      />
    </section>
  )
  return (
    <div class="split">
      {side(before, 'before')}
      {side(after, 'after')}
    </div>
  )
}

/* An action that is not there any more, or not yet, has no words: its whole text counts as removed or added. */
const present =
  (side: Side): TextOf =>
  (field) =>
    field.includes('/') && !side.actions.includes(field.split('/')[0] as string) ? '' : side.text(field)
