import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { AgendaItem, Day } from '../../model/messages'
import { fieldsOf, isChair, mayWrite } from '../../model/rights'
import { openAmendments, voteNow } from '../../model/voting'
import { type DocumentSession, useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { fullCode } from '../order'
import { Button } from '../ui/Button'
import { Diff } from '../ui/Diff'
import { Loading } from '../ui/Loading'
import { ProposalFields } from '../ui/ProposalFields'
import { SavedLine } from '../ui/SavedLine'
import { useDocument } from '../ui/useDocument'
import { Motions } from '../motion/Motions'
import { Decided, EarlierDecisions } from './Decided'
import { GavelBar } from './GavelBar'
import { textHash } from './hash'
import { Texts } from './Texts'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
}

/** The item in hand: its words as they are letter by letter, what was proposed, and the gavel. */
export function InHand({ day, item }: Props) {
  const { decide } = useWords().views
  const heading = useRef<HTMLHeadingElement>(null)
  /* A new item is read from its beginning, by eye and by screen reader. */
  useEffect(() => {
    window.scrollTo({ top: 0 })
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true })
  }, [])
  const session = useDocument(item.state === 'decided' ? '' : item.doc)
  /* What must be settled first stands before the text. */
  const isPressing = voteNow(day) !== undefined || openAmendments(day, item.item).length > 0
  return (
    <article class="stack in-hand" data-fill data-pressing={isPressing || undefined} aria-labelledby="in-hand">
      <header class="in-hand-head">
        <p class="code in-hand-code">{fullCode(day, item)}</p>
        <h2 id="in-hand" class="in-hand-title" ref={heading} tabIndex={-1}>
          {session === null || session.mode.value === 'opening'
            ? item.title
            : session.text('title').value || item.title}
        </h2>
      </header>
      {isPressing && <Motions day={day} item={item} />}
      {item.doc === '' && <p class="lead">{item.text !== '' ? item.text : decide.noProposal}</p>}
      {item.state === 'decided' && <Decided day={day} item={item} />}
      {item.doc !== '' && item.state !== 'decided' && (
        <>
          <EarlierDecisions day={day} item={item} />
          {session === null || session.mode.value === 'opening' ? (
            <Loading />
          ) : (
            <Deciding day={day} item={item} session={session} />
          )}
        </>
      )}
      {!isPressing && <Motions day={day} item={item} />}
    </article>
  )
}

function Deciding({ day, item, session }: Props & { readonly session: DocumentSession }) {
  const { decide } = useWords().views
  const { seat } = useConnection()
  const isEditing = useSignal(false)
  const isWriter = mayWrite(day, seat, item.doc)
  const live = (field: string) => session.text(field).value
  const hash = textHash(
    fieldsOf(day, item.actions).map((rule) => rule.field),
    live,
  )
  const isProposal = hash === item.proposed_hash
  const proposed = (field: string) => item.proposed.find((f) => f.field === field)?.text ?? ''
  return (
    <>
      <div class="row" data-ends>
        <p>{isProposal ? decide.sameText : decide.changedText}</p>
        {isWriter && (
          <div class="row">
            {isEditing.value && <SavedLine session={session} />}
            <Button kind="secondary" pressed={isEditing.value} onClick={() => (isEditing.value = !isEditing.value)}>
              {isEditing.value ? decide.stopEdit : decide.edit}
            </Button>
          </div>
        )}
      </div>
      {isEditing.value && isWriter ? (
        <ProposalFields
          day={day}
          item={item}
          session={session}
          isWriter
          beside={(field) => (
            <>
              <p class="pair-from">{decide.changes}</p>
              <Diff before={proposed(field)} after={live(field)} />
            </>
          )}
        />
      ) : (
        <Texts
          before={{ actions: item.proposed_actions, text: proposed }}
          after={{ actions: item.actions, text: live }}
          beforeTitle={decide.proposed}
          afterTitle={decide.live}
        />
      )}
      {isChair(day, seat) && voteNow(day) === undefined && (
        <GavelBar day={day} item={item} hash={hash} isProposal={isProposal} />
      )}
    </>
  )
}
