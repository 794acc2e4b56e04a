import { useWords } from '../../text'
import { compare, type FieldPair, type PairGroup, type Side } from '../ui/compare'
import { Diff } from '../ui/Diff'

interface Props {
  readonly before: Side
  readonly after: Side
  readonly beforeTitle: string
  readonly afterTitle: string
}

/** What was proposed and what it is now: beside each other where they differ, once where they do not. */
export function Texts({ before, after, beforeTitle, afterTitle }: Props) {
  const words = useWords()
  const groups = compare(before, after)
  const isChanged = groups.some((group) => group.pairs.some((pair) => pair.before !== pair.after))
  const label = (group: PairGroup) =>
    group.kind === 'action' ? words.views.proposal.action(group.number) : words.field[group.kind]
  return (
    <div class="texts">
      {isChanged && (
        <div class="texts-pair texts-heads" aria-hidden="true">
          <p>{beforeTitle}</p>
          <p>{afterTitle}</p>
        </div>
      )}
      {groups.map((group) => (
        <section key={group.key} class="texts-group" data-kind={group.kind}>
          <h3 class="label">{label(group)}</h3>
          {group.pairs.map((pair) => (
            <Row key={pair.field} pair={pair} beforeTitle={beforeTitle} afterTitle={afterTitle} />
          ))}
        </section>
      ))}
    </div>
  )
}

function Row({
  pair,
  beforeTitle,
  afterTitle,
}: {
  readonly pair: FieldPair
  readonly beforeTitle: string
  readonly afterTitle: string
}) {
  const { field } = useWords()
  const label = pair.part === 'who' || pair.part === 'when' || pair.part === 'measure' ? field[pair.part] : null
  const side = (show: 'before' | 'after', title: string) => (
    <div>
      <span class="visually-hidden">{title}: </span>
      <Diff before={pair.before} after={pair.after} show={show} />
    </div>
  )
  return (
    <div class="texts-row">
      {label !== null && <p class="texts-label">{label}</p>}
      {pair.before === pair.after ? (
        <p class="written">{pair.after}</p>
      ) : (
        <div class="texts-pair">
          {side('before', beforeTitle)}
          {side('after', afterTitle)}
        </div>
      )}
    </div>
  )
}
