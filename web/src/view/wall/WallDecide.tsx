import { useEffect } from 'preact/hooks'
import { useSignal } from '@preact/signals'
import type { AgendaItem, Day } from '../../model/messages'
import { fieldsOf } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { textHash } from '../decide/hash'
import { fullCode, itemsToDecide } from '../order'
import { Diff } from '../ui/Diff'
import { textIn } from '../ui/Proposal'
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
  const items = itemsToDecide(day)
  const actions = decision?.actions ?? item.actions
  const kept = textIn(decision?.fields ?? [])
  const now = (field: string) => (decision === undefined ? (session?.text(field).value ?? '') : kept(field))
  const isReady = decision !== undefined || (session !== null && session.mode.value !== 'opening')
  const isChanged = isReady && item.proposed_hash !== '' && (decision?.hash ?? textHash(fieldsOf(day, actions).map((rule) => rule.field), now)) !== item.proposed_hash
  const sections = isReady ? sectionsOf(item, actions, now, isChanged, words) : []
  return (
    <section class="wall-decide" data-state={item.state}>
      <header>
        <p class="wall-code">{fullCode(day, item)}</p>
        <h1>{now('title') || item.title}</h1>
        <p class="wall-count figures">{views.decide.count(items.findIndex((i) => i.item === item.item) + 1, items.length)}</p>
      </header>
      {item.doc === '' ? (
        <p class="wall-lead">{item.text}</p>
      ) : (
        <FittedText sections={sections} heads={isChanged ? [views.wall.proposed, decision === undefined ? views.wall.live : views.decide.decidedText] : []} written={useLastWritten(sections)} />
      )}
      {decision !== undefined && (
        <p class="wall-decision">{views.decided[decision.outcome](clockTime(decision.at_ms, language.value, day.timezone))}</p>
      )}
    </section>
  )
}

/* The text in parts that stay whole when it takes several pages: the decision, each action, the rationale. */
function sectionsOf(item: AgendaItem, actions: readonly string[], now: (field: string) => string, isChanged: boolean, words: ReturnType<typeof useWords>): Section[] {
  const { views, field: names } = words
  const proposed = textIn(item.proposed)
  const then = (field: string) => (field.includes('/') && !item.proposed_actions.includes(field.split('/')[0] as string) ? '' : proposed(field))
  const all = [...item.proposed_actions.filter((action) => !actions.includes(action)), ...actions]
  const isHere = (field: string) => !field.includes('/') || actions.includes(field.split('/')[0] as string)
  const present = (field: string) => (isHere(field) ? now(field) : '')
  const row = (field: string, label: string) => {
    const [before, after] = [then(field), present(field)]
    if (before === '' && after === '') return null
    return {
      key: field,
      label,
      text: after,
      sides: isChanged ? [<Diff before={before} after={after} show="before" />, <Diff before={before} after={after} show="after" />] : [<p class="written">{after}</p>],
    }
  }
  const section = (key: string, label: string, rows: ReturnType<typeof row>[]): Section => ({ key, label, rows: rows.filter((r) => r !== null) })
  return [
    ...(isChanged && then('title') !== present('title') ? [section('title', names.title, [row('title', '')])] : []),
    section('decision', names.decision, [row('decision', '')]),
    ...all.map((action) =>
      section(action, views.proposal.action(actions.indexOf(action) < 0 ? item.proposed_actions.indexOf(action) + 1 : actions.indexOf(action) + 1), [
        row(`${action}/what`, ''),
        row(`${action}/who`, names.who),
        row(`${action}/when`, names.when),
        row(`${action}/measure`, names.measure),
      ]),
    ),
    section('rationale', names.rationale, [row('rationale', '')]),
  ].filter((s) => s.rows.length > 0)
}

const LAST_WRITTEN_MS = 20_000

/* The section somebody changed a moment ago, so that the hall sees it happen. */
function useLastWritten(sections: readonly Section[]): number | null {
  const { serverNow } = useConnection()
  const seen = useSignal<readonly string[]>([])
  const last = useSignal<{ readonly at: number; readonly ms: number } | null>(null)
  const texts = sections.map((section) => section.rows.map((row) => row.text).join('\n'))
  const joined = texts.join('\0')
  useEffect(() => {
    const before = seen.peek()
    const at = texts.findIndex((text, i) => before.length === texts.length && text !== before[i])
    if (at >= 0) last.value = { at, ms: serverNow() }
    seen.value = texts
  }, [joined])
  return last.value !== null && serverNow() - last.value.ms < LAST_WRITTEN_MS ? last.value.at : null
}
