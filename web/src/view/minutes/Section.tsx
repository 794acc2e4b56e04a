import { useSignal } from '@preact/signals'
import { TextField } from '../../editor/TextField'
import type { Day, MinutesPart, MinutesSection } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { type DocumentSession, useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { ReasonDialog } from '../ui/ReasonDialog'
import { useCommand } from '../ui/useCommand'

interface Props {
  readonly day: Day
  readonly section: MinutesSection
  /** For the secretary, while it is a draft. */
  readonly session: DocumentSession | null
}

/** One item of the minutes: its parts, the decided words, the actions; and the examiner's remarks. */
export function Section({ day, section, session }: Props) {
  const { field: names } = useWords()
  const Heading = section.level > 2 ? 'h3' : 'h2'
  return (
    <section class="minutes-section" data-level={section.level} aria-labelledby={section.item}>
      <Heading id={section.item}>
        {section.number !== '' && <span class="code">{section.number} </span>}
        {section.heading}
      </Heading>
      {section.parts.map((part) => (
        <Part key={part.field} part={part} section={section} session={session} />
      ))}
      {section.decided !== '' && <p class="written">{section.decided}</p>}
      {section.actions.length > 0 && (
        <ol class="minutes-actions">
          {section.actions.map((action, at) => (
            <li key={at}>
              <p class="written">{action.what}</p>
              <dl>
                {(['who', 'when', 'measure'] as const).map(
                  (part) =>
                    action[part] !== '' && (
                      <div key={part}>
                        <dt>{names[part]}</dt>
                        <dd>{action[part]}</dd>
                      </div>
                    ),
                )}
              </dl>
            </li>
          ))}
        </ol>
      )}
      {section.rationale !== '' && (
        <div class="minutes-part">
          <p class="label">{names.rationale}</p>
          <p class="written">{section.rationale}</p>
        </div>
      )}
      <Remarks day={day} section={section} />
    </section>
  )
}

const MOST = 10_000

interface PartProps {
  readonly part: MinutesPart
  readonly section: MinutesSection
  readonly session: DocumentSession | null
}

/* What the minutes say by themselves, or the secretary's words in its place. */
function Part({ part, section, session }: PartProps) {
  const { minutes: text } = useWords().views
  const isOpen = useSignal(false)
  /* The proposal of a group is named by itself: there is nothing to polish. */
  const isFixed = part.part === 'proposal'
  const mine = session === null || isFixed ? null : session.text(part.field).value
  const name = `${part.label}, ${section.number || section.heading.split(' ')[0]}`
  if (session === null || mine === null || (!isOpen.value && mine === '')) {
    const shown = part.polished || part.generated
    if (shown === '' && session === null) return null
    if (shown === '' && isFixed) return null
    return (
      <div class="minutes-part">
        <p class="label">{part.label}</p>
        {shown !== '' && <p class="written">{shown}</p>}
        {session !== null && !isFixed && (
          <Button
            kind="quiet"
            label={`${shown === '' ? text.write : text.edit}: ${name}`}
            onClick={() => {
              isOpen.value = true
              if (part.generated !== '') begin(session, part)
            }}
          >
            {shown === '' ? text.write : text.edit}
          </Button>
        )}
      </div>
    )
  }
  return (
    <div class="minutes-part">
      <TextField session={session} field={part.field} label={name} max={MOST} rows={3} />
      {part.generated !== '' && mine !== part.generated && (
        <details class="minutes-own">
          <summary>{text.own}</summary>
          <p class="written soft">{part.generated}</p>
        </details>
      )}
      <Button
        kind="quiet"
        label={`${text.restore}: ${name}`}
        onClick={() => {
          isOpen.value = false
          restore(session, part)
        }}
      >
        {text.restore}
      </Button>
    </div>
  )
}

/* The secretary goes on from what is there. */
function begin(session: DocumentSession, { field, generated }: MinutesPart): void {
  const { ydoc, field: named } = session.shared.value
  const text = named.call(session.shared.value, field)
  if (text.length === 0) ydoc.transact(() => text.insert(0, generated))
}

function restore(session: DocumentSession, { field }: MinutesPart): void {
  const shared = session.shared.value
  const text = shared.field(field)
  if (text.length > 0) shared.ydoc.transact(() => text.delete(0, text.length))
}

function Remarks({ day, section }: { readonly day: Day; readonly section: MinutesSection }) {
  const words = useWords()
  const { minutes: text } = words.views
  const { seat, people } = useConnection()
  const { send, busy, trouble } = useCommand()
  const isAsking = useSignal(false)
  const remarks = day.minutes.remarks.filter(({ item }) => item === section.item)
  const mayRemark = day.minutes.state === 'examining' && mayCommand(day, seat, 'minutes_remark') === true
  if (remarks.length === 0 && !mayRemark) return null
  return (
    <div class="minutes-remarks">
      {remarks.map((one) => (
        <p key={one.at_ms}>
          <strong>{people.value.get(one.seat)}</strong> <span class="soft">{text.remarkOn(one.version)}</span>{' '}
          {one.text}
        </p>
      ))}
      {mayRemark && (
        <Button
          kind="quiet"
          busy={busy}
          label={`${text.remark}: ${section.number || section.heading}`}
          onClick={() => {
            isAsking.value = true
          }}
        >
          {text.remark}
        </Button>
      )}
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
      {isAsking.value && (
        <ReasonDialog
          title={`${text.remark}: ${section.number || section.heading}`}
          label={text.remarkLabel}
          hint={text.remarkHint}
          yes={text.remark}
          onClose={() => {
            isAsking.value = false
          }}
          onReason={(said) => {
            isAsking.value = false
            void send('minutes_remark', { item: section.item, text: said })
          }}
        />
      )}
    </div>
  )
}
