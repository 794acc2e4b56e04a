import { useEffect } from 'preact/hooks'
import type { Day, Organisation as OrganisationNoun } from '../../model/messages'
import { concerns, type DecidedAction, decidedActions } from '../../model/ownActions'
import { seatOf } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { minutesAddress } from '../../net/minutes'
import { language, useWords } from '../../text'
import { clockTime, longDate } from '../../text/format'
import { Shell } from '../shell/Shell'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { useCommand } from '../ui/useCommand'
import { Onward } from './Onward'
import { OwnAction } from './OwnAction'
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
      <nav aria-label={text.answers}>
        <a class="way" href="/answers" target="_blank" rel="noreferrer">
          {text.answers}
        </a>
      </nav>
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
        <OwnAction key={`${action.item.item}/${action.action}`} day={day} own={own} action={action} />
      ))}
    </section>
  )
}
