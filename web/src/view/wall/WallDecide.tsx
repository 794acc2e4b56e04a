import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { AgendaItem, Day } from '../../model/messages'
import { openAmendments } from '../../model/voting'
import { useConnection } from '../../net/connection'
import { type Dict, language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { fullCode, itemsToDecide } from '../order'
import { compare, type Side } from '../ui/compare'
import { Diff } from '../ui/Diff'
import { textIn } from '../ui/Proposal'
import { personName } from '../ui/personName'
import { useDocument } from '../ui/useDocument'
import { FittedText, type Section } from './FittedText'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
}

/** The item in hand as the hall reads it: letter by letter, beside the proposal once it differs, and the decision. */
export function WallDecide({ day, item }: Props) {
  const words = useWords()
  const { views } = words
  const decision = item.state === 'decided' ? item.decisions.at(-1) : undefined
  const session = useDocument(decision === undefined ? item.doc : '')
  const { people } = useConnection()
  const items = itemsToDecide(day)
  const moved = openAmendments(day, item.item).slice(-1) // what is spoken about now
  const actions = decision?.actions ?? item.actions
  const kept = textIn(decision?.fields ?? [])
  const now = (field: string) => (decision === undefined ? (session?.text(field).value ?? '') : kept(field))
  const isReady = decision !== undefined || (session !== null && session.mode.value !== 'opening')
  const after = { actions, text: now }
  const before = item.proposed_hash === '' ? after : { actions: item.proposed_actions, text: textIn(item.proposed) }
  const sections = isReady ? sectionsOf(before, after, words) : []
  const isChanged = sections.some((section) => section.rows.some((row) => row.sides.length > 1))
  return (
    <section class="wall-decide" data-state={item.state}>
      <header>
        <p class="wall-code">{fullCode(day, item)}</p>
        <h2>{now('title') || item.title}</h2>
        <p class="wall-count figures">
          {views.decide.count(items.findIndex((i) => i.item === item.item) + 1, items.length)}
        </p>
      </header>
      <FittedText
        sections={sections}
        heads={
          isChanged ? [views.wall.proposed, decision === undefined ? views.wall.live : views.decide.decidedText] : []
        }
        written={useLastWritten(sections)}
      />
      {moved.map((one) => (
        <p key={one.amendment} class="wall-motion">
          <strong>{views.motion.one}:</strong> {personName(words, day, people.value, one.seat)}
          {one.seconder !== '' && `, ${views.motion.secondedBy(personName(words, day, people.value, one.seconder))}`}:{' '}
          {one.text}
        </p>
      ))}
      {decision !== undefined && (
        <p class="wall-decision">
          {views.decided[decision.outcome](clockTime(decision.at_ms, language.value, day.timezone))}
        </p>
      )}
    </section>
  )
}

/* The text in parts that stay whole when it takes several pages: the decision, each action, the rationale. */
function sectionsOf(before: Side, after: Side, words: Dict): Section[] {
  const { views, field: names } = words
  return compare(before, after).map((group) => ({
    key: group.key,
    label: group.kind === 'action' ? views.proposal.action(group.number) : names[group.kind],
    rows: group.pairs.map((pair) => ({
      key: pair.field,
      label: pair.part === 'who' || pair.part === 'when' || pair.part === 'measure' ? names[pair.part] : '',
      text: pair.after,
      sides:
        pair.before === pair.after
          ? [<p class="written">{pair.after}</p>]
          : [
              <Diff before={pair.before} after={pair.after} show="before" />,
              <Diff before={pair.before} after={pair.after} show="after" />,
            ],
    })),
  }))
}

const LAST_WRITTEN_MS = 20_000

/* The section somebody changed a moment ago, so that the hall sees it happen. */
function useLastWritten(sections: readonly Section[]): number | null {
  const connection = useConnection()
  const seen = useSignal<readonly string[]>([])
  const last = useSignal<{ readonly at: number; readonly ms: number } | null>(null)
  const texts = sections.map((section) => section.rows.map((row) => row.text).join('\n'))
  const joined = texts.join('\0')
  useEffect(() => {
    const before = seen.peek()
    const at = texts.findIndex((text, i) => before.length === texts.length && text !== before[i])
    if (at >= 0) last.value = { at, ms: connection.serverNow() }
    seen.value = texts
  }, [joined])
  return last.value !== null && connection.serverNow() - last.value.ms < LAST_WRITTEN_MS ? last.value.at : null
}
