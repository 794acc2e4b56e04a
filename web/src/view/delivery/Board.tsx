import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Day, Delivery, DeliveryState } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { type Registry, readRegistry } from '../../net/registry'
import { language, useWords } from '../../text'
import { clockTime, longDate } from '../../text/format'
import { FeedbackSummary } from '../feedback/FeedbackSummary'
import { Shell } from '../shell/Shell'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Confirm } from '../ui/Confirm'
import { Loading } from '../ui/Loading'
import { Tag, type Tone } from '../ui/Tag'
import { useCommand } from '../ui/useCommand'
import { AddressDialog } from './AddressDialog'
import { Goals } from './Goals'
import { troubleOf } from './trouble'
import './delivery.css'

/** The organiser's board: to whom the minutes went, who has opened them, what they answered. */
export function Board() {
  const { delivery } = useWords().views
  const day = useConnection().day.value
  return (
    <Shell title={delivery.title}>
      <div class="page">{day === null ? <Loading /> : <Whole day={day} />}</div>
    </Shell>
  )
}

const tones: Record<DeliveryState, Tone> = {
  queued: 'rest',
  sending: 'live',
  sent: 'done',
  refused: 'stop',
  failed: 'stop',
  unsure: 'wait',
  bounced: 'stop',
}

/* What needs somebody comes first; not what was opened since, by whatever way it came. */
const TROUBLE: readonly DeliveryState[] = ['refused', 'failed', 'unsure', 'bounced']
const needs = (one: Delivery) => Number(TROUBLE.includes(one.state) && one.opened_ms <= one.at_ms)
const byTrouble = (a: Delivery, b: Delivery) => needs(b) - needs(a)

function Whole({ day }: { readonly day: Day }) {
  const { delivery: text } = useWords().views
  const { seat } = useConnection()
  const registry = useSignal<Registry | null>(null)
  const changes = useSignal(0)
  const turn = changes.value
  useEffect(() => {
    let isCurrent = true
    void readRegistry(seat).then((now) => {
      if (isCurrent) registry.value = now
    })
    return () => {
      isCurrent = false
    }
  }, [seat, turn, registry])
  const { deliveries, onwards } = day
  const count = (is: (one: Delivery) => boolean) => deliveries.filter(is).length
  return (
    <>
      <div class="page-head">
        <h1>{text.title}</h1>
        {deliveries.length === 0 ? (
          <p class="lead">{text.lead}</p>
        ) : (
          <p class="lead figures">
            {text.counts(
              count(({ state }) => state === 'sent'),
              deliveries.length,
              count(({ opened_ms }) => opened_ms !== 0),
              onwards.length,
            )}
          </p>
        )}
      </div>
      <nav class="row" aria-label={text.followUp}>
        <a class="way" href="/answers" target="_blank" rel="noreferrer">
          {text.answers}
        </a>
      </nav>
      <Distribute day={day} />
      {registry.value !== null && !registry.value.mail && <Banner tone="wait">{text.noMail}</Banner>}
      {deliveries.length > 0 && (
        <ul class="delivery-list">
          {[...deliveries].sort(byTrouble).map((one) => (
            <Row
              key={one.organisation}
              day={day}
              delivery={one}
              address={registry.value?.addresses[one.organisation] ?? ''}
              onAddress={() => {
                changes.value++
              }}
            />
          ))}
        </ul>
      )}
      <Goals day={day} />
      {day.phase === 'closed' && <FeedbackSummary day={day} />}
      {day.phase === 'closed' && (
        <section class="card">
          <h2>{text.nextRound}</h2>
          <p>{text.nextRoundText}</p>
          <p>
            <a
              class="button"
              data-kind="secondary"
              href={`/api/v1/next-round?seat=${encodeURIComponent(seat)}`}
              download
            >
              {text.nextRound}
            </a>
          </p>
        </section>
      )}
    </>
  )
}

function Distribute({ day }: { readonly day: Day }) {
  const { delivery: text } = useWords().views
  const { send, why, busy, trouble } = useCommand()
  const isAsking = useSignal(false)
  const { minutes, deliveries } = day
  if (deliveries.some(({ version }) => version === minutes.version)) return null
  const isReady = minutes.state === 'published'
  return (
    <section class="stack">
      <Button
        busy={busy}
        why={why('minutes_distribute') ?? (isReady ? null : text.publishFirst)}
        onClick={() => {
          isAsking.value = true
        }}
      >
        {text.send}
      </Button>
      <Live urgent>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      {isAsking.value && (
        <Confirm
          title={`${text.send}?`}
          text={text.sendText}
          yes={text.send}
          onClose={() => {
            isAsking.value = false
          }}
          onYes={() => {
            isAsking.value = false
            void send('minutes_distribute', { hash: minutes.hash })
          }}
        />
      )}
    </section>
  )
}

interface RowProps {
  readonly day: Day
  readonly delivery: Delivery
  readonly address: string
  onAddress(): void
}

function Row({ day, delivery, address, onAddress }: RowProps) {
  const { delivery: text } = useWords().views
  const { send, busy, trouble } = useCommand()
  const isAsking = useSignal(false)
  const { organisation, state, reason, opened_ms, acknowledged_ms } = delivery
  const name = day.organisations.find((one) => one.organisation === organisation)?.name ?? organisation
  const onward = day.onwards.find((one) => one.organisation === organisation)
  const when = (ms: number) =>
    `${longDate(ms, language.value, day.timezone)} ${clockTime(ms, language.value, day.timezone)}`
  const wrong = troubleOf(state, reason)
  const isUnderWay = state === 'queued' || state === 'sending'
  return (
    <li>
      <div class="delivery-line">
        <p>
          <strong>{name}</strong> <Tag tone={tones[state]}>{text.state[state]}</Tag>
          <br />
          <span class="small soft">
            {address || text.noAddress}
            {wrong !== null && ` · ${text.wrong[wrong]}`}
            {reason !== '' && state !== 'sent' && (wrong === null ? ` · ${text.reason(reason)}` : ` (${reason})`)}
          </span>
        </p>
        <div class="row">
          <Button
            kind="quiet"
            label={`${text.address}: ${name}`}
            onClick={() => {
              isAsking.value = true
            }}
          >
            {text.address}
          </Button>
          {!isUnderWay && (
            <Button
              kind="quiet"
              busy={busy}
              label={`${text.again}: ${name}`}
              onClick={() => void send('delivery_repeat', { organisation })}
            >
              {text.again}
            </Button>
          )}
        </div>
      </div>
      {opened_ms !== 0 && (
        <p class="small">
          {text.opened(when(opened_ms))}
          {acknowledged_ms !== 0 && ` · ${text.acknowledged(when(acknowledged_ms))}`}
        </p>
      )}
      {onward !== undefined && (
        <p class="small">{[onward.body, onward.date, onward.paragraph, onward.outcome].filter(Boolean).join(' · ')}</p>
      )}
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
      {isAsking.value && (
        <AddressDialog
          organisation={organisation}
          name={name}
          address={address}
          onClose={() => {
            isAsking.value = false
          }}
          onSaved={() => {
            isAsking.value = false
            onAddress()
          }}
        />
      )}
    </li>
  )
}
