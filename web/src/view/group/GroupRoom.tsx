import { useEffect, useRef } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import type { Day, WorkingGroup } from '../../model/messages'
import { mayWrite, seatOf, seesLateEdits } from '../../model/rights'
import { type DocumentSession, useConnection } from '../../net/connection'
import { needWords, useWords } from '../../text'
import { pathOf } from '../shell/places'
import { Shell } from '../shell/Shell'
import { Loading } from '../ui/Loading'
import { useDocument } from '../ui/useDocument'
import { Actions } from './Actions'
import { HeadFields } from './HeadFields'
import { later } from '../ui/later'
import { mayLead } from './lead'
import { People } from './People'
import { RoomStrip } from './RoomStrip'
import { StateBanner } from './StateBanner'
import './group.css'

/* What only some need, and seldom, is not loaded by all; the words of refusals come as soon as there is time. */
const FacilitatorBar = later(() => withMore(import('./FacilitatorBar').then((m) => m.FacilitatorBar)))
const LateEdits = later(() => withMore(import('./LateEdits').then((m) => m.LateEdits)))
const Unsent = later(() => withMore(import('./Unsent').then((m) => m.Unsent)))

function withMore<T>(view: Promise<T>): Promise<T> {
  return needWords('more').then(() => view)
}

/** A group's room: one proposal, many hands. */
export function GroupRoom() {
  const words = useWords()
  const connection = useConnection()
  const id = useRoute().params['group'] ?? ''
  const day = connection.day.value
  const group = day?.groups.find((g) => g.group === id)
  return (
    <Shell title={group === undefined ? '' : words.room.group(group.letter)}>
      {day === null ? (
        <div class="page">
          <Loading />
        </div>
      ) : group === undefined ? (
        <div class="page">
          <h1>{words.room.noGroup}</h1>
        </div>
      ) : (
        <Room day={day} group={group} />
      )}
    </Shell>
  )
}

function Room({ day, group }: { readonly day: Day; readonly group: WorkingGroup }) {
  const words = useWords()
  const session = useDocument(group.doc)
  const wrote = useWriters(session)
  useEffect(() => void needWords('more'), [])
  const { seat } = useConnection()
  if (session === null) return null
  if (session.mode.value === 'refused') return <Elsewhere day={day} group={group} />
  const isWriter = mayWrite(day, seat, group.doc) && group.state === 'writing'
  const isLeader = mayLead(day, seat, group)
  return (
    <div class="room" data-leader={isLeader || undefined}>
      <RoomStrip day={day} group={group} session={session} />
      <div class="page room-page" data-width="wide">
        <div class="room-main">
          <header class="page-head">
            {group.room !== '' && <p class="eyebrow">{words.room.place(group.room)}</p>}
            <h1>{group.theme}</h1>
            {group.question !== '' && <p class="lead">{group.question}</p>}
          </header>
          <StateBanner day={day} group={group} isMember={seatOf(day, seat)?.group === group.group} />
          {session.unsent.value.length > 0 && <Unsent session={session} actions={group.actions} />}
          {group.late.length > 0 && seesLateEdits(day, seat, group.doc) && <LateEdits day={day} group={group} />}
          <HeadFields day={day} session={session} isWriter={isWriter} />
          <Actions day={day} group={group} session={session} isWriter={isWriter} />
        </div>
        <aside class="room-side">
          <People day={day} group={group} session={session} />
        </aside>
      </div>
      {isLeader && <FacilitatorBar day={day} group={group} session={session} wrote={wrote} />}
    </div>
  )
}

/* Who has been seen writing since this page was opened: at hand-in, those of them who are gone are named. */
function useWriters(session: DocumentSession | null): ReadonlySet<string> {
  const wrote = useRef(new Set<string>())
  const writers = session?.writers.value
  useEffect(() => {
    for (const writer of writers ?? []) wrote.current.add(writer.seat)
  }, [writers])
  return wrote.current
}

/* Another group's draft: the server does not show it, and says why in words here. */
function Elsewhere({ day, group }: { readonly day: Day; readonly group: WorkingGroup }) {
  const { room } = useWords()
  const { seat } = useConnection()
  const own = day.groups.find((g) => g.group === seatOf(day, seat)?.group)
  return (
    <div class="page" data-width="narrow">
      <div class="page-head">
        <p class="eyebrow">{room.group(group.letter)}</p>
        <h1>{group.theme}</h1>
        <p class="lead">{room.refused}</p>
      </div>
      {own !== undefined && (
        <p>
          <a class="button" href={pathOf(seat, { kind: 'group', group: own.group })}>
            {room.toOwn}
          </a>
        </p>
      )}
    </div>
  )
}
