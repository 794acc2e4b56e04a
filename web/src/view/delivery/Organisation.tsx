import { useSignal } from '@preact/signals'
import { useEffect, useId } from 'preact/hooks'
import type { ActionState, Day, Organisation as OrganisationNoun } from '../../model/messages'
import { concerns, type DecidedAction, decidedActions, fieldOf } from '../../model/ownActions'
import { seatOf } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { minutesAddress } from '../../net/minutes'
import { language, useWords } from '../../text'
import { clockTime, longDate } from '../../text/format'
import { fullCode } from '../order'
import { Shell } from '../shell/Shell'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { Tag, type Tone } from '../ui/Tag'
import { useCommand } from '../ui/useCommand'
import './delivery.css'

/** What an organisation gets with its link: its own actions first, the minutes, and its answer. */
export function Organisation() {
  const { organisation } = useWords().views
  const day = useConnection().day.value
  return (
    <Shell title={organisation.title}>
      <div class="page" data-width="narrow">
        {day === null ? <Loading /> : <Whole day={day} />}
      </div>
    </Shell>
  )
}

function Whole({ day }: { readonly day: Day }) {
  const { organisation: text } = useWords().views
  const { seat } = useConnection()
  const { send } = useCommand()
  const id = seatOf(day, seat)?.organisation ?? ''
  const own = day.organisations.find((one) => one.organisation === id)
  const delivery = day.deliveries.find((one) => one.organisation === id)
  const isNew = delivery?.opened_ms === 0
  /* That it was opened is told once. */
  useEffect(() => {
    if (isNew) void send('delivery_open', { organisation: id })
  }, [isNew, id])
  if (own === undefined || delivery === undefined) return <p class="lead">{text.nothing}</p>
  const all = decidedActions(day)
  const mine = all.filter((action) => concerns(own, action))
  const others = all.filter((action) => !mine.includes(action))
  return (
    <>
      <div class="page-head">
        <h1>{own.name}</h1>
        <p class="lead">{day.title}</p>
      </div>
      <Receipt day={day} organisation={id} />
      {mine.length > 0 && <Actions day={day} own={own} title={text.mine} actions={mine} />}
      {others.length > 0 && <Actions day={day} own={own} title={text.others} actions={others} />}
    </>
  )
}

function Receipt({ day, organisation }: { readonly day: Day; readonly organisation: string }) {
  const { organisation: text } = useWords().views
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  const delivery = day.deliveries.find((one) => one.organisation === organisation)
  const isReadable = day.minutes.state === 'signed' || day.minutes.state === 'published'
  const at = delivery?.acknowledged_ms ?? 0
  return (
    <section class="card" data-tone="now" aria-labelledby="receipt">
      <h2 id="receipt">{text.minutes}</h2>
      {isReadable ? (
        <nav class="row" aria-label={text.minutes}>
          <a class="way" href={minutesAddress(seat, 'html')} target="_blank" rel="noreferrer">
            {text.read}
          </a>
          <a class="way" href={minutesAddress(seat, 'pdf')} target="_blank" rel="noreferrer">
            PDF
          </a>
          <a class="way" href={minutesAddress(seat, 'docx')} download>
            Word
          </a>
        </nav>
      ) : (
        <p>{text.corrected}</p>
      )}
      <Live>
        {at !== 0 && (
          <p>
            {text.acknowledged(
              `${longDate(at, language.value, day.timezone)} ${clockTime(at, language.value, day.timezone)}`,
            )}
          </p>
        )}
      </Live>
      {at === 0 && (
        <Button busy={busy} onClick={() => void send('delivery_acknowledge', { organisation })}>
          {text.acknowledge}
        </Button>
      )}
      <Live urgent>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      <Onward day={day} organisation={organisation} />
    </section>
  )
}

const FIELDS = ['body', 'date', 'paragraph', 'outcome'] as const

function Onward({ day, organisation }: { readonly day: Day; readonly organisation: string }) {
  const words = useWords()
  const { organisation: text } = words.views
  const { send, busy, trouble } = useCommand()
  const id = useId()
  const known = day.onwards.find((one) => one.organisation === organisation)
  const values = {
    body: useSignal(known?.body ?? ''),
    date: useSignal(known?.date ?? ''),
    paragraph: useSignal(known?.paragraph ?? ''),
    outcome: useSignal(known?.outcome ?? ''),
  }
  const told = useSignal('')

  async function tell() {
    told.value = ''
    const [body, date, paragraph, outcome] = FIELDS.map((field) => values[field].value.trim()) as [
      string,
      string,
      string,
      string,
    ]
    if (await send('onward_set', { organisation, body, date, paragraph, outcome })) told.value = text.saved
  }
  return (
    <form
      class="stack"
      data-fill
      onSubmit={(event) => {
        event.preventDefault()
        void tell()
      }}
    >
      <h3>{text.onward}</h3>
      {FIELDS.map((field) => (
        <div class="field" key={field}>
          <label for={`${id}-${field}`}>{text.field[field]}</label>
          <input
            id={`${id}-${field}`}
            class="input"
            autocomplete="off"
            maxLength={field === 'outcome' ? 500 : field === 'body' ? 200 : 40}
            value={values[field].value}
            onInput={(event) => {
              values[field].value = event.currentTarget.value
            }}
          />
        </div>
      ))}
      <div class="row">
        <Button type="submit" kind="secondary" busy={busy}>
          {text.tell}
        </Button>
        <span role="status">{told.value}</span>
      </div>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </form>
  )
}

const STATES: readonly ActionState[] = ['not_started', 'in_progress', 'done', 'partly', 'lapsed', 'carried']
const tones: Record<ActionState, Tone> = {
  not_started: 'rest',
  in_progress: 'live',
  done: 'done',
  partly: 'wait',
  lapsed: 'stop',
  carried: 'wait',
}

interface ActionsProps {
  readonly day: Day
  readonly own: OrganisationNoun
  readonly title: string
  readonly actions: readonly DecidedAction[]
}

function Actions({ day, own, title, actions }: ActionsProps) {
  return (
    <section class="stack" data-fill>
      <h2>{title}</h2>
      {actions.map((action) => (
        <Action key={`${action.item.item}/${action.action}`} day={day} own={own} action={action} />
      ))}
    </section>
  )
}

interface ActionProps {
  readonly day: Day
  readonly own: OrganisationNoun
  readonly action: DecidedAction
}

function Action({ day, own, action: about }: ActionProps) {
  const words = useWords()
  const { organisation: text } = words.views
  const { send, busy, trouble } = useCommand()
  const id = useId()
  const { item, action, number } = about
  const told = day.statuses.filter((one) => one.item === item.item && one.action === action)
  const last = told.findLast((one) => one.organisation === own.organisation)
  const state = useSignal<ActionState>(last?.state ?? 'in_progress')
  const note = useSignal('')
  const isOpen = useSignal(false)
  const nameOf = (organisation: string) =>
    day.organisations.find((one) => one.organisation === organisation)?.name ?? organisation

  async function tell() {
    const data = {
      organisation: own.organisation,
      item: item.item,
      action,
      state: state.value,
      text: note.value.trim(),
    }
    if (!(await send('status_set', data))) return
    isOpen.value = false
    note.value = ''
  }
  const name = `${fullCode(day, item)}, ${words.views.proposal.action(number)}`
  return (
    <article class="card" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{name}</h3>
      <p class="written">{fieldOf(about, 'what')}</p>
      <dl class="delivery-facts">
        {(['who', 'when', 'measure'] as const).map(
          (part) =>
            fieldOf(about, part) !== '' && (
              <div key={part}>
                <dt>{words.field[part]}</dt>
                <dd>{fieldOf(about, part)}</dd>
              </div>
            ),
        )}
      </dl>
      {told.map((one) => (
        <p key={one.at_ms} class="small">
          <Tag tone={tones[one.state]}>{text.states[one.state]}</Tag> {nameOf(one.organisation)},{' '}
          {longDate(one.at_ms, language.value, day.timezone)}
          {one.text !== '' && `: ${one.text}`}
        </p>
      ))}
      {isOpen.value ? (
        <form
          class="stack"
          data-fill
          onSubmit={(event) => {
            event.preventDefault()
            void tell()
          }}
        >
          <div class="field">
            <label for={`${id}-state`}>{text.state}</label>
            <select
              id={`${id}-state`}
              class="input"
              value={state.value}
              onChange={(event) => {
                state.value = event.currentTarget.value as ActionState
              }}
            >
              {STATES.map((one) => (
                <option key={one} value={one}>
                  {text.states[one]}
                </option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for={`${id}-note`}>{text.note}</label>
            <textarea
              id={`${id}-note`}
              class="input"
              rows={2}
              maxLength={500}
              value={note.value}
              onInput={(event) => {
                note.value = event.currentTarget.value
              }}
            />
          </div>
          <div class="row">
            <Button type="submit" busy={busy}>
              {text.tell}
            </Button>
            <Button
              kind="quiet"
              onClick={() => {
                isOpen.value = false
              }}
            >
              {words.common.cancel}
            </Button>
          </div>
        </form>
      ) : (
        <Button
          kind="quiet"
          label={`${text.tellState}: ${name}`}
          onClick={() => {
            isOpen.value = true
          }}
        >
          {text.tellState}
        </Button>
      )}
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </article>
  )
}
