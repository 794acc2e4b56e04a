import { useEffect } from 'preact/hooks'
import type { AgendaItem, Day } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { language, useWords } from '../../text'
import { clockTime, longDate } from '../../text/format'
import { children, fullCode, groupOf } from '../order'
import { Shell } from '../shell/Shell'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { PhaseSteps } from '../ui/PhaseSteps'
import { Proposal, textIn } from '../ui/Proposal'
import { Tag } from '../ui/Tag'
import { useDocument } from '../ui/useDocument'
import { OwnVote } from '../vote/OwnVote'
import { VoteRules } from '../vote/VoteRules'
import { Earlier } from './Earlier'
import { Lead, TakeInHand } from './Lead'
import { Materials, SetMaterials } from './Materials'
import { Officers } from './Officers'
import { InHandFor, WhenHandled } from './Timing'
import { itemTones } from './itemTones'
import './agenda.css'

/** The day's agenda as it was sent out, where it stands, and the proposals and decisions in their places. */
export function Agenda() {
  const { views } = useWords()
  const day = useConnection().day.value
  return (
    <Shell title={views.agenda.title}>
      <div class="page" data-width="narrow">
        {day === null ? <Loading /> : <Whole day={day} />}
      </div>
    </Shell>
  )
}

function Whole({ day }: { readonly day: Day }) {
  const { agenda } = useWords().views
  /* A link to 9 § a arrives before the item is drawn. */
  useEffect(() => {
    if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [])
  return (
    <>
      <div class="page-head">
        <h1>{agenda.title}</h1>
        <p class="lead">{day.title}</p>
        <p class="soft">
          {longDate(day.starts_ms, language.value, day.timezone)},{' '}
          {clockTime(day.starts_ms, language.value, day.timezone)}–
          {clockTime(day.ends_ms, language.value, day.timezone)} · {day.place}
        </p>
        <p class="no-print agenda-print">
          <Button kind="quiet" onClick={() => window.print()}>
            {agenda.print}
          </Button>
        </p>
      </div>
      <OwnVote day={day} />
      <Lead day={day} />
      <PhaseSteps />
      <Officers day={day} />
      <VoteRules day={day} />
      <ol class="agenda">
        {children(day, '').map((item) => (
          <Item key={item.item} day={day} item={item} />
        ))}
      </ol>
    </>
  )
}

function Item({ day, item }: { readonly day: Day; readonly item: AgendaItem }) {
  const { agenda } = useWords().views
  const below = children(day, item.item)
  const code = fullCode(day, item)
  const isBlock = code === ''
  const Title = isBlock ? 'h2' : item.kind === 'proposal' ? 'h4' : 'h3'
  return (
    <li id={item.item} class="agenda-item" data-kind={isBlock ? 'block' : item.kind} data-state={item.state}>
      <div class="agenda-line">
        <span class="agenda-mark figures">
          {code !== '' && <span class="code">{code}</span>}
          {item.time_text}
        </span>
        <Title>{item.title}</Title>
        {item.state !== 'coming' && <Tag tone={itemTones[item.state]}>{agenda.state[item.state]}</Tag>}
      </div>
      {presentersOf(item) !== '' && <p class="agenda-more soft">{presentersOf(item)}</p>}
      {item.state === 'in_hand' && (
        <p class="agenda-more soft">
          <InHandFor day={day} item={item} />
        </p>
      )}
      {(item.state === 'done' || item.state === 'postponed') && (
        <p class="agenda-more soft">
          <WhenHandled day={day} item={item} />
        </p>
      )}
      <div class="agenda-more agenda-take no-print">
        <TakeInHand day={day} item={item} />
        {!isBlock && <SetMaterials day={day} item={item} />}
      </div>
      <Materials day={day} item={item} />
      <Earlier day={day} item={item} />
      {item.text !== '' && <p class="agenda-more written">{item.text}</p>}
      {item.kind === 'proposal' && <ProposalText day={day} item={item} />}
      {below.length > 0 && (
        <ol class="agenda">
          {below.map((child) => (
            <Item key={child.item} day={day} item={child} />
          ))}
        </ol>
      )}
    </li>
  )
}

/* The printed line is "5§ Title, Presenters": what it says beyond code and title. */
function presentersOf(item: AgendaItem): string {
  const at = item.verbatim.indexOf(item.title)
  return at < 0 || item.title === '' ? '' : item.verbatim.slice(at + item.title.length).replace(/^[\s,]+/, '')
}

function ProposalText({ day, item }: { readonly day: Day; readonly item: AgendaItem }) {
  const { agenda, decided } = useWords().views
  const decision = item.decisions.at(-1)
  const group = groupOf(day, item)
  const isDecided = item.state === 'decided' && decision !== undefined
  const summary = isDecided
    ? decided[decision.outcome](clockTime(decision.at_ms, language.value, day.timezone))
    : agenda.proposalOf(group?.letter ?? '')
  return (
    <details class="agenda-more agenda-text" open>
      <summary>{summary}</summary>
      {isDecided ? (
        <Proposal actions={decision.actions} text={textIn(decision.fields)} withTitle={false} level={4} />
      ) : (
        <LiveText item={item} />
      )}
    </details>
  )
}

function LiveText({ item }: { readonly item: AgendaItem }) {
  const session = useDocument(item.doc)
  if (session === null || session.mode.value === 'opening') return <Loading />
  return <Proposal actions={item.actions} text={(field) => session.text(field).value} withTitle={false} level={4} />
}
