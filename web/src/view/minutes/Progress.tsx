import { useSignal } from '@preact/signals'
import type { CommandKind, Day, MinutesState } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { minutesAddress } from '../../net/minutes'
import { language, useWords } from '../../text'
import { clockTime, longDate } from '../../text/format'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Confirm } from '../ui/Confirm'
import { personName } from '../ui/personName'
import { ReasonDialog } from '../ui/ReasonDialog'
import { Tag, type Tone } from '../ui/Tag'
import { useCommand } from '../ui/useCommand'

interface Props {
  readonly day: Day
  /** Of the minutes on this screen. */
  readonly seal: string
}

const tones: Record<MinutesState, Tone> = {
  draft: 'live',
  examining: 'wait',
  examined: 'done',
  signed: 'done',
  published: 'done',
}

type Step = Extract<CommandKind, 'minutes_send' | 'minutes_approve' | 'minutes_sign' | 'minutes_publish'>

/* What can be done next in each state; who may is in the table. */
const STEPS: Readonly<Record<MinutesState, Step | null>> = {
  draft: 'minutes_send',
  examining: 'minutes_approve',
  examined: 'minutes_sign',
  signed: 'minutes_publish',
  published: null,
}

/** Where the minutes stand, the one next step of whoever looks at them, and every format of them. */
export function Progress({ day, seal }: Props) {
  const words = useWords()
  const { minutes: text } = words.views
  const { seat } = useConnection()
  const { state, version, corrections } = day.minutes
  return (
    <section class="card minutes-progress" data-tone="now" aria-labelledby="progress">
      <h2 id="progress">
        <span class="visually-hidden">{text.state}: </span>
        <Tag tone={tones[state]}>{text.states[state]}</Tag> {text.version(version)}
        {corrections.length > 0 && ` – ${text.corrected}`}
      </h2>
      <Approvals day={day} />
      <NextStep day={day} seal={seal} />
      <nav class="row" aria-label={text.formats}>
        <a class="way" href={minutesAddress(seat, 'pdf')} target="_blank" rel="noreferrer">
          PDF
        </a>
        <a class="way" href={minutesAddress(seat, 'docx')} download>
          Word
        </a>
        <a class="way" href={minutesAddress(seat, 'html')} target="_blank" rel="noreferrer">
          {text.asPage}
        </a>
        <a class="way" href={minutesAddress(seat, 'html', 'originals')} target="_blank" rel="noreferrer">
          {text.originals}
        </a>
      </nav>
      <p class="small soft">
        {text.seal} <code title={seal}>{seal.slice(0, 12)}</code>
      </p>
    </section>
  )
}

function Approvals({ day }: { readonly day: Day }) {
  const words = useWords()
  const { minutes: text } = words.views
  const { people } = useConnection()
  const { state, approvals, signed_by, signed_ms } = day.minutes
  if (state === 'draft') return null
  const nameOf = (seat: string) => personName(words, day, people.value, seat)
  const when = (ms: number) =>
    `${longDate(ms, language.value, day.timezone)} ${clockTime(ms, language.value, day.timezone)}`
  const examiners = day.officers.filter(({ post }) => post === 'examiner')
  return (
    <ul class="stack">
      {examiners.map(({ seat }) => {
        const approval = approvals.find((one) => one.seat === seat)
        return (
          <li key={seat}>
            {nameOf(seat)}: {approval === undefined ? text.waits : text.approvedAt(when(approval.at_ms))}
          </li>
        )
      })}
      {signed_ms !== 0 && (
        <li>
          {nameOf(signed_by)}: {text.signedAt(when(signed_ms))}
        </li>
      )}
    </ul>
  )
}

function NextStep({ day, seal }: Props) {
  const words = useWords()
  const { minutes: text } = words.views
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  const asking = useSignal<'step' | 'back' | 'correct' | null>(null)
  const { state, approvals } = day.minutes
  const step = STEPS[state]
  const has = (kind: CommandKind) => mayCommand(day, seat, kind) === true
  const hasApproved = approvals.some((one) => one.seat === seat)
  const isMine = step !== null && has(step) && !(step === 'minutes_approve' && hasApproved)
  const close = () => {
    asking.value = null
  }
  return (
    <>
      {day.phase !== 'closed' && <p class="soft">{text.afterClosing}</p>}
      <div class="row">
        {isMine && (
          <Button
            busy={busy}
            onClick={() => {
              asking.value = 'step'
            }}
          >
            {text.steps[step]}
          </Button>
        )}
        {state === 'examining' && has('minutes_take_back') && (
          <Button
            kind="quiet"
            busy={busy}
            onClick={() => {
              asking.value = 'back'
            }}
          >
            {text.takeBack}
          </Button>
        )}
        {state !== 'draft' && state !== 'examining' && has('minutes_correct') && (
          <Button
            kind="quiet"
            busy={busy}
            onClick={() => {
              asking.value = 'correct'
            }}
          >
            {text.correct}
          </Button>
        )}
      </div>
      <Live urgent>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      {asking.value === 'step' && isMine && (
        <Confirm
          title={`${text.steps[step]}?`}
          text={text.stepText[step]}
          yes={text.steps[step]}
          onClose={close}
          onYes={() => {
            close()
            void send(step, { hash: seal })
          }}
        />
      )}
      {(asking.value === 'back' || asking.value === 'correct') && (
        <ReasonDialog
          title={asking.value === 'back' ? text.takeBack : text.correct}
          label={words.views.decide.reason}
          hint={asking.value === 'back' ? text.takeBackHint : text.correctHint}
          yes={asking.value === 'back' ? text.takeBack : text.correct}
          onClose={close}
          onReason={(reason) => {
            const kind = asking.value === 'back' ? 'minutes_take_back' : 'minutes_correct'
            close()
            void send(kind, { reason })
          }}
        />
      )}
    </>
  )
}
