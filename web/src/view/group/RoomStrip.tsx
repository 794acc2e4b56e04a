import { useMemo } from 'preact/hooks'
import type { Day, WorkingGroup } from '../../model/messages'
import { type DocumentSession, useConnection } from '../../net/connection'
import { language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { leftMs, presentIn } from '../ui/GroupStatus'
import { useNow } from '../ui/useNow'
import { warningAt } from './clock'
import { Saved } from './Saved'

interface Props {
  readonly day: Day
  readonly group: WorkingGroup
  readonly session: DocumentSession
}

/** Always in sight: which group, how long it has, how many are there, whether the words are saved. */
export function RoomStrip({ day, group, session }: Props) {
  const { room } = useWords()
  const connection = useConnection()
  return (
    <div class="room-strip no-print">
      <strong class="room-letter">{room.group(group.letter)}</strong>
      <State group={group} />
      <Clock day={day} group={group} />
      <span class="room-count figures">{room.hereCount(presentIn(day, connection.present.value, group.group))}</span>
      <Saved session={session} />
    </div>
  )
}

/* The state in a word, also for those who have scrolled past the sentence. */
function State({ group }: Pick<Props, 'group'>) {
  const { strip } = useWords().room
  switch (group.state) {
    case 'writing':
      return null
    case 'waiting':
      return <span class="room-word">{strip.waiting}</span>
    case 'paused':
      return <span class="room-word">{strip.paused}</span>
    case 'handing_in':
      return <Locking deadline={group.deadline_ms} />
    default:
      return <span class="room-word">{strip.locked}</span>
  }
}

function Locking({ deadline }: { readonly deadline: number }) {
  const { strip } = useWords().room
  return (
    <span class="room-word figures" data-near>
      {strip.locking(Math.max(0, Math.ceil((deadline - useNow()) / 1000)))}
    </span>
  )
}

/* In words and never locking anything; said aloud at five minutes, at one, and when it is over. */
function Clock({ day, group }: Pick<Props, 'day' | 'group'>) {
  const { room } = useWords()
  const left = leftMs(group, useNow())
  const mark = left === null || group.state !== 'writing' ? null : warningAt(left)
  const minutes = Math.ceil((left ?? 0) / 60_000)
  const warning = useMemo(() => (mark === null ? '' : mark === 0 ? room.timeUp : room.warning(minutes)), [mark, room])
  if (left === null) return null
  return (
    <>
      <span class="room-clock figures" data-near={mark ?? undefined}>
        {left <= 0 ? room.timeUpShort : left < 60_000 ? room.lessThanMinute : room.minutesLeft(minutes)}
        <span class="room-until soft">
          {group.state === 'paused'
            ? room.clockStopped
            : room.until(clockTime(group.ends_ms, language.value, day.timezone))}
        </span>
      </span>
      <span class="visually-hidden" role="status">
        {warning}
      </span>
    </>
  )
}
