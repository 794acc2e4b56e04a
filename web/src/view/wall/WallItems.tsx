import type { AgendaItem, Day } from '../../model/messages'
import { language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { fullCode, groupOf, proposalsOf } from '../order'
import { useDocument } from '../ui/useDocument'

/** 9 § a, b, c beside each other: while they are polished, before the first is in hand, and when all is done. */
export function WallItems({ day }: { readonly day: Day }) {
  return (
    <section class="wall-columns" data-kind="items">
      {proposalsOf(day).map((item) => (
        <Item key={item.item} day={day} item={item} />
      ))}
    </section>
  )
}

function Item({ day, item }: { readonly day: Day; readonly item: AgendaItem }) {
  const { views } = useWords()
  const session = useDocument(item.state === 'decided' ? '' : item.doc)
  const decision = item.state === 'decided' ? item.decisions.at(-1) : undefined
  const text = (field: string) =>
    decision?.fields.find((f) => f.field === field)?.text ?? session?.text(field).value ?? ''
  return (
    <article class="wall-card" data-state={item.state}>
      <h2 class="wall-code">{fullCode(day, item)}</h2>
      <p class="wall-theme">{text('title') || item.title}</p>
      <p class="wall-excerpt">{text('decision')}</p>
      <p class="wall-foot">
        {decision === undefined
          ? views.agenda.proposalOf(groupOf(day, item)?.letter ?? '')
          : views.decided[decision.outcome](clockTime(decision.at_ms, language.value, day.timezone))}
      </p>
    </article>
  )
}
