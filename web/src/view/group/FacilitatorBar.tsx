import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Day, WorkingGroup } from '../../model/messages'
import { type DocumentSession, useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { personName } from '../ui/personName'
import { ReasonDialog } from '../ui/ReasonDialog'
import { useCommand } from '../ui/useCommand'
import { HandInDialog } from './HandInDialog'
import { PauseDialog } from './PauseDialog'

interface Props {
  readonly day: Day
  readonly group: WorkingGroup
  readonly session: DocumentSession
  /** Seats that have been seen writing. */
  readonly wrote: ReadonlySet<string>
}

const MORE_MS = 5 * 60_000
const USUAL_MINUTES = 60
const LONGEST_MINUTES = 480

/** One bar, one thumb: start, pause, time, hand in, give back. */
export function FacilitatorBar({ day, group, session, wrote }: Props) {
  const { bar } = useWords()
  const connection = useConnection()
  const { send, why, busy, trouble } = useCommand()
  const asking = useSignal<'pause' | 'handIn' | 'return' | null>(null)
  const said = useSignal('')
  const wasStopped = useStoppedHandIn(group)
  const target = { group: group.group }
  const ask = (what: typeof asking.value) => {
    asking.value = what
  }
  async function more() {
    if (
      await send('clock_set', {
        group: group.group,
        ends_ms: Math.max(group.ends_ms, connection.serverNow()) + MORE_MS,
      })
    )
      said.value = bar.moreDone
  }
  const onClose = () => ask(null)
  const run = async (sent: Promise<boolean>) => {
    onClose()
    await sent
  }
  const isOpen = group.state === 'writing' || group.state === 'paused'
  return (
    <section class="room-bar no-print" aria-label={bar.label}>
      <Live>
        {trouble !== null && <Banner tone="stop">{trouble}</Banner>}
        {wasStopped && <Banner tone="wait">{bar.handInStopped}</Banner>}
      </Live>
      <div class="room-bar-row">
        {group.state === 'waiting' && (
          <StartForm
            busy={busy}
            why={why('group_start', target)}
            onStart={(minutes) => void send('group_start', { group: group.group, minutes })}
          />
        )}
        {group.state === 'writing' && (
          <Button kind="secondary" busy={busy} why={why('group_pause', target)} onClick={() => ask('pause')}>
            {bar.pause}
          </Button>
        )}
        {group.state === 'paused' && (
          <Button
            busy={busy}
            why={why('group_resume', target)}
            onClick={() => void send('group_resume', { group: group.group })}
          >
            {bar.resume}
          </Button>
        )}
        {isOpen && (
          <Button
            kind="secondary"
            busy={busy}
            label={bar.moreLabel}
            why={why('clock_set', target)}
            onClick={() => void more()}
          >
            {bar.more}
          </Button>
        )}
        {isOpen && (
          <Button
            kind={group.state === 'writing' ? 'primary' : 'secondary'}
            busy={busy}
            why={why('handin_announce', target)}
            onClick={() => ask('handIn')}
          >
            {bar.handIn}
          </Button>
        )}
        {group.state === 'handed_in' && (
          <Button kind="secondary" busy={busy} why={why('group_return', target)} onClick={() => ask('return')}>
            {bar.giveBack}
          </Button>
        )}
        <NotHeard day={day} group={group} />
      </div>
      <p class="visually-hidden" role="status">
        {said.value}
      </p>
      {asking.value === 'pause' && (
        <PauseDialog
          onClose={onClose}
          onPause={(reason, note) => void run(send('group_pause', { group: group.group, reason, note }))}
        />
      )}
      {asking.value === 'handIn' && (
        <HandInDialog
          day={day}
          group={group}
          session={session}
          wrote={wrote}
          onClose={onClose}
          onHandIn={() => void run(send('handin_announce', { group: group.group }))}
        />
      )}
      {asking.value === 'return' && (
        <ReasonDialog
          title={bar.giveBackTitle}
          label={bar.giveBackWhy}
          hint={bar.giveBackHint}
          yes={bar.giveBackYes}
          onClose={onClose}
          onReason={(reason) => void run(send('group_return', { group: group.group, reason }))}
        />
      )}
    </section>
  )
}

function StartForm({ busy, why, onStart }: { busy: boolean; why: string | null; onStart(minutes: number): void }) {
  const { bar } = useWords()
  const minutes = useSignal(USUAL_MINUTES)
  return (
    <form
      class="room-start"
      onSubmit={(event) => {
        event.preventDefault()
        if (why === null) onStart(minutes.value)
      }}
    >
      <label class="room-minutes">
        <span>{bar.startMinutes}</span>
        <input
          class="input"
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={LONGEST_MINUTES}
          value={minutes.value}
          onInput={(event) => {
            minutes.value = event.currentTarget.valueAsNumber
          }}
        />
      </label>
      <Button type="submit" busy={busy} why={why}>
        {bar.start}
      </Button>
    </form>
  )
}

/* Whose last words may still come: named for those who can go and ask. */
function NotHeard({ day, group }: { readonly day: Day; readonly group: WorkingGroup }) {
  const words = useWords()
  const { people } = useConnection()
  const missing = group.state === 'handed_in' ? (group.versions.at(-1)?.missing ?? []) : []
  if (missing.length === 0) return null
  const names = missing.map((seat) => personName(words, day, people.value, seat))
  return <p class="room-not-heard">{words.room.notHeard(names.join(', '))}</p>
}

/* A hand-in that the last words made impossible ends without a version: the facilitator is told why it is not there. */
function useStoppedHandIn(group: WorkingGroup): boolean {
  const before = useRef(group)
  const stopped = useSignal(false)
  useEffect(() => {
    const was = before.current
    before.current = group
    if (was.state === group.state) return
    stopped.value =
      was.state === 'handing_in' && group.state === 'writing' && was.versions.length === group.versions.length
  }, [group])
  return stopped.value
}
