import type { Day, GroupState, WorkingGroup } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { Tag, type Tone } from './Tag'
import { useNow } from './useNow'

const tones: Record<GroupState, Tone> = {
  waiting: 'rest',
  writing: 'live',
  paused: 'wait',
  handing_in: 'wait',
  handed_in: 'done',
  on_agenda: 'done',
}

/** What is left of a group's time; a paused clock stands still. Null when no clock runs. */
export function leftMs(group: WorkingGroup, now: number): number | null {
  if (group.ends_ms === 0) return null
  if (group.state === 'paused') return group.ends_ms - group.paused_ms
  return group.state === 'writing' || group.state === 'handing_in' ? group.ends_ms - now : null
}

/** How many of the group's people are connected now. */
export function presentIn(day: Day, present: ReadonlyMap<string, readonly string[]>, group: string): number {
  return day.seats.filter((seat) => seat.group === group && present.has(seat.seat)).length
}

/** The state of a group in words: what it does, how long it has, how many are there. */
export function GroupStatus({ group }: { readonly group: WorkingGroup }) {
  const { views } = useWords()
  const connection = useConnection()
  const day = connection.day.value as Day
  const left = leftMs(group, useNow())
  const version = group.versions.at(-1)
  const time = (ms: number) => clockTime(ms, language.value, day.timezone)
  return (
    <div class="row">
      <Tag tone={tones[group.state]}>{views.groupState[group.state]}</Tag>
      {left !== null && (
        <span class="figures">
          {left <= 0
            ? views.clock.over
            : left < 60_000
              ? views.clock.underMinute
              : views.clock.left(Math.ceil(left / 60_000))}
        </span>
      )}
      {left === null && version !== undefined && (
        <span class="figures soft">{views.merge.handedIn(time(version.at_ms))}</span>
      )}
      <span class="soft">{views.present(presentIn(day, connection.present.value, group.group))}</span>
    </div>
  )
}
