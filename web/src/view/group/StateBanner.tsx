import type { ComponentChildren } from 'preact'
import type { Day, WorkingGroup } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { fullCode, proposalsOf } from '../order'
import { Live } from '../ui/Banner'
import { personName } from '../ui/personName'
import { useNow } from '../ui/useNow'

interface Props {
  readonly day: Day
  readonly group: WorkingGroup
  readonly isMember: boolean
}

/** What the whole group must know about its room: waiting, paused, handing in, handed in, given back. */
export function StateBanner({ day, group, isMember }: Props) {
  const { room } = useWords()
  return (
    <div class="room-state">
      {!isMember && <p class="room-reader soft">{room.readerOnly}</p>}
      <Live>
        <State day={day} group={group} isMember={isMember} />
      </Live>
      {group.state === 'handing_in' && <Countdown group={group} />}
      <OnAgendaNow day={day} />
    </div>
  )
}

function State({ day, group }: Props) {
  const words = useWords()
  const { room } = words
  const { people } = useConnection()
  const time = (ms: number) => clockTime(ms, language.value, day.timezone)
  switch (group.state) {
    case 'waiting':
      return (
        <Notice title={room.waiting} tone="info">
          {day.phase === 'opening' ? room.notInPhase : room.waitingText}
        </Notice>
      )
    case 'writing':
      if (group.return_reason === '') return null
      return (
        <Notice title={room.returned} tone="wait">
          {room.returnedText(group.return_reason)}
        </Notice>
      )
    case 'paused':
      return (
        <Notice title={room.pauseReason[group.pause_reason]} tone="wait">
          {group.pause_note !== '' && <strong>{group.pause_note} </strong>}
          <PausedFor since={group.paused_ms} time={time(group.paused_ms)} />
        </Notice>
      )
    case 'handing_in':
      return <Notice title={room.handingIn} tone="wait" />
    case 'handed_in': {
      const version = group.versions.at(-1)
      const by = version?.by ?? ''
      const at = time(version?.at_ms ?? 0)
      return (
        <Notice title={room.handedIn} tone="done">
          {by === '' ? room.handedInShort(at) : room.handedInText(at, personName(words, day, people.value, by))}
        </Notice>
      )
    }
    case 'on_agenda': {
      const item = day.items.find((i) => i.kind === 'proposal' && i.group === group.group)
      return (
        <Notice title={room.onAgenda} tone="done">
          {item !== undefined && room.onAgendaText(fullCode(day, item))}
        </Notice>
      )
    }
  }
}

/* Everyone's a, b and c, in every group's room, the moment they are on the agenda. */
function OnAgendaNow({ day }: { readonly day: Day }) {
  const { room } = useWords()
  const { seat } = useConnection()
  const items = proposalsOf(day)
  if (items.length === 0) return null
  return (
    <nav class="room-agenda" aria-label={room.onAgendaNow}>
      <h2>{room.onAgendaNow}</h2>
      <ul>
        {items.map((item) => (
          <li key={item.item}>
            <a href={`/p/${seat}/agenda#${item.item}`}>
              <span class="room-agenda-code">{fullCode(day, item)}</span>
              <span>{item.title}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Notice({
  title,
  tone,
  children,
}: {
  title: string
  tone: 'info' | 'wait' | 'done'
  children?: ComponentChildren
}) {
  return (
    <div class="banner room-banner" data-tone={tone}>
      <p>
        <strong class="room-banner-title">{title}</strong>
        <span>{children}</span>
      </p>
    </div>
  )
}

/* Minutes pass quietly: the sentence changes on the screen, and is not read again each minute. */
function PausedFor({ since, time }: { readonly since: number; readonly time: string }) {
  const { room, common } = useWords()
  const minutes = Math.floor((useNow() - since) / 60_000)
  if (minutes < 1) return <>{room.pausedNow(time)}</>
  return <span aria-live="off">{room.pausedSince(time, common.minutes(minutes))}</span>
}

function Countdown({ group }: { readonly group: WorkingGroup }) {
  const { room } = useWords()
  const left = Math.max(0, Math.ceil((group.deadline_ms - useNow()) / 1000))
  return (
    <p class="room-countdown lead figures" aria-live="off">
      {room.handingInText(left)}
    </p>
  )
}
