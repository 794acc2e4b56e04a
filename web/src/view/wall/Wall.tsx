import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Day } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { language, useWords } from '../../text'
import { clockTime, longDate } from '../../text/format'
import { WallDoor, WallDoorLine } from '../lobby/WallDoor'
import { proposalsOf } from '../order'
import { voteNow } from '../../model/voting'
import { useNow } from '../ui/useNow'
import { WallVote } from '../vote/WallVote'
import { WallDecide } from './WallDecide'
import { WallGroups } from './WallGroups'
import { WallItem } from './WallItem'
import { WallItems } from './WallItems'
import '../../style/parts.css'
import './wall.css'

/** The screen of the hall. Follows the day by itself and never needs a hand; a reload comes back to the same place,
 * because the place is the day's. */
export function Wall() {
  const { views } = useWords()
  const connection = useConnection()
  const day = connection.day.value
  useEffect(() => {
    document.title = day === null ? 'Sopu' : day.title
    document.documentElement.classList.add('on-wall')
    return () => document.documentElement.classList.remove('on-wall')
  }, [day])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing to press here, so the page takes the keys that scroll it
    <main class="wall" tabIndex={0}>
      <header class="wall-head">
        <p class="wall-day">{day?.title}</p>
        <h1 class="wall-phase">{day === null ? 'Sopu' : views.phase[day.phase]}</h1>
        <WallClock day={day} />
      </header>
      {day === null ? <p class="wall-wait">{views.shell.loading}</p> : <Scene day={day} />}
      <footer>
        {day?.phase === 'workshop' && <WallDoorLine />}
        <Age />
      </footer>
    </main>
  )
}

function Scene({ day }: { readonly day: Day }) {
  const { views } = useWords()
  const item = day.items.find((i) => i.item === day.in_hand)
  const vote = voteNow(day)
  if (vote !== undefined) return <WallVote vote={vote} />
  if (item?.doc === '' && (day.phase === 'opening' || day.phase === 'deciding'))
    return <WallItem key={item.item} day={day} item={item} />
  switch (day.phase) {
    case 'opening':
      return (
        <section class="wall-welcome">
          <div>
            <h2>{day.title}</h2>
            <p>{longDate(day.starts_ms, language.value, day.timezone)}</p>
            <p>{views.wall.starts(clockTime(day.starts_ms, language.value, day.timezone))}</p>
            <p>{day.place}</p>
          </div>
          <WallDoor />
        </section>
      )
    case 'workshop':
      return <WallGroups day={day} />
    case 'merging':
      return proposalsOf(day).length === 0 ? <WallGroups day={day} /> : <WallItems day={day} />
    case 'deciding':
      return item === undefined ? <WallItems day={day} /> : <WallDecide key={item.item} day={day} item={item} />
    case 'closed':
      return <WallItems day={day} />
  }
}

function WallClock({ day }: { readonly day: Day | null }) {
  const now = useNow()
  return <p class="wall-clock figures">{day !== null && clockTime(now, language.value, day.timezone)}</p>
}

/* How old the picture is, once the line is known to be broken: a hall must not take an old text for the present one. */
function Age() {
  const words = useWords()
  const { wall } = words.views
  const connection = useConnection()
  const { line, heardAt, day } = connection
  const tick = useSignal(0)
  useEffect(() => {
    const timer = setInterval(() => tick.value++, 1000)
    return () => clearInterval(timer)
  }, [tick])
  const ageMs = tick.value >= 0 ? Math.max(0, Date.now() - heardAt.value) : 0
  const seconds = Math.round(ageMs / 1000)
  const age = seconds < 60 ? wall.seconds(seconds) : wall.minutes(Math.floor(seconds / 60))
  return (
    <div role="status" class="wall-age">
      {line.value === 'signed_out' && <p>{words.line.signedOut}</p>}
      {line.value === 'broken' && heardAt.value !== 0 && (
        <p>{wall.broken(clockTime(connection.serverNow() - ageMs, language.value, day.value?.timezone ?? ''), age)}</p>
      )}
    </div>
  )
}
