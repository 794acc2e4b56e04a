import type { AgendaItem, Day } from '../../model/messages'
import { chairOf, givesLinks, isSecretary, mayCommand, type Place, placesOf, seatOf } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { type Dict, useWords } from '../../text'
import { InHandFor } from '../agenda/Timing'
import { OwnFeedback } from '../feedback/OwnFeedback'
import { OwnFloor } from '../floor/OwnFloor'
import { fullCode, inOrder, nextItem } from '../order'
import { Awaited } from '../minutes/Awaited'
import { OwnMotions } from '../motion/OwnMotions'
import { OwnPresence } from '../presence/OwnPresence'
import { pathOf } from '../shell/places'
import { Shell } from '../shell/Shell'
import { HallCodeCard } from '../lobby/HallCodeCard'
import { GroupStatus } from '../ui/GroupStatus'
import { Loading } from '../ui/Loading'
import { PhaseSteps } from '../ui/PhaseSteps'
import { NewLink } from './NewLink'
import { ownPlace } from './ownPlace'
import { SignOut } from './SignOut'
import { OwnVote } from '../vote/OwnVote'
import './home.css'

/** A person's own page: who I am here, what is happening, what comes next, the way to my place. */
export function Home() {
  const words = useWords()
  const connection = useConnection()
  const day = connection.day.value
  return (
    <Shell title={words.views.shell.home}>
      <div class="page" data-width="narrow">
        {day === null ? <Loading /> : <Welcome day={day} />}
      </div>
    </Shell>
  )
}

function Welcome({ day }: { readonly day: Day }) {
  const words = useWords()
  const { home } = words.views
  const { seat, people } = useConnection()
  const me = seatOf(day, seat)
  if (me === undefined) return <p class="lead">{words.views.shell.noSeat}</p>
  const name = people.value.get(seat) ?? ''
  const organisation = day.organisations.find((o) => o.organisation === me.organisation)?.name
  const group = day.groups.find((g) => g.group === me.group)
  const place = ownPlace(day, seat) ?? placesOf(day, seat)[0]
  return (
    <>
      <div class="page-head">
        <h1>{home.welcome(name.split(' ')[0] ?? '')}</h1>
        <p class="lead">{[organisation, rolesOf(day, seat, words)].filter(Boolean).join(' · ')}</p>
        <p class="soft">{day.place}</p>
      </div>
      <OwnVote day={day} />
      <Awaited day={day} />
      <Happening day={day} />
      <OwnPresence day={day} />
      <OwnFeedback day={day} />
      {group !== undefined && (
        <section class="card">
          <h2>{home.inGroup(group.letter, group.theme)}</h2>
          {group.room !== '' && <p class="soft">{home.room(group.room)}</p>}
          <GroupStatus group={group} />
        </section>
      )}
      {place !== undefined && (
        <p>
          <a class="button home-way" data-size="large" href={pathOf(seat, place)}>
            {wayTo(day, place, words)}
          </a>
        </p>
      )}
      {mayCommand(day, seat, 'lobby_refuse') === true && day.phase !== 'closed' && <HallCodeCard />}
      {givesLinks(day, seat) && <NewLink day={day} />}
      <PhaseSteps />
      <SignOut />
      {day.disclaimer !== '' && <p class="small soft">{day.disclaimer}</p>}
    </>
  )
}

function Happening({ day }: { readonly day: Day }) {
  const { home, phase } = useWords().views
  const { seat } = useConnection()
  const inHand = day.items.find((item) => item.item === day.in_hand)
  const text =
    day.phase === 'opening' ? (seatOf(day, seat)?.group === undefined ? home.waitOthers : home.wait) : home[day.phase]
  const next = nextOf(day)
  return (
    <section class="card home-now" data-tone="now">
      <p class="eyebrow">{home.now}</p>
      <h2>{inHand === undefined ? phase[day.phase] : <ItemName day={day} item={inHand} />}</h2>
      <p>{text}</p>
      {inHand?.state === 'in_hand' && (
        <p class="soft">
          <InHandFor day={day} item={inHand} />
        </p>
      )}
      <OwnFloor day={day} />
      {inHand !== undefined && <OwnMotions day={day} item={inHand} />}
      {next.length > 0 && (
        <>
          <p class="eyebrow home-next">{home.next}</p>
          <ul class="stack">
            {next.map((item) => (
              <li key={item.item}>
                <ItemName day={day} item={item} />
                {item.time_text !== '' && <span class="soft figures"> {item.time_text}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function ItemName({ day, item }: { readonly day: Day; readonly item: AgendaItem }) {
  const code = fullCode(day, item)
  return (
    <>
      {code !== '' && <span class="code">{code} </span>}
      {item.title}
    </>
  )
}

/* The phases have their places on the agenda: what comes next is the item after the one in hand, or the block after the
 * phase that is on. */
function nextOf(day: Day): AgendaItem[] {
  if (day.phase === 'closed') return []
  if (day.in_hand !== '' || day.phase === 'deciding') return [nextItem(day)].filter((item) => item !== undefined)
  const all = inOrder(day)
  const decision = all.findIndex((item) => item.kind === 'decision')
  return day.phase === 'opening' ? workshopOf(day, all.slice(0, decision)) : all.slice(decision, decision + 1)
}

/* The block the groups work in: named so, or the last one before the decisions that holds no items of its own. */
function workshopOf(day: Day, before: readonly AgendaItem[]): AgendaItem[] {
  const isEmptyBlock = (item: AgendaItem) => item.kind === 'block' && day.items.every((i) => i.parent !== item.item)
  const found = before.find((item) => item.kind === 'workshop') ?? before.findLast(isEmptyBlock)
  return found === undefined ? [] : [found]
}

function rolesOf(day: Day, seat: string, words: Dict): string {
  const { roles } = words.views.home
  const names = new Set((seatOf(day, seat)?.roles ?? []).map((role) => roles[role]))
  if (chairOf(day) === seat) names.add(roles.chair)
  else names.delete(roles.chair)
  if (isSecretary(day, seat)) names.add(roles.secretary)
  for (const { post } of day.officers.filter((one) => one.seat === seat))
    if (post === 'examiner' || post === 'counter') names.add(words.views.officers.post[post].toLowerCase())
  return [...names].join(', ')
}

function wayTo(day: Day, place: Place, words: Dict): string {
  const { home } = words.views
  switch (place.kind) {
    case 'group':
      return home.toGroup(day.groups.find((g) => g.group === place.group)?.letter ?? '')
    case 'merge':
      return home.toMerge
    case 'decide':
      return home.toDecide
    case 'wall':
      return home.toWall
    case 'agenda':
      return home.toAgenda
    case 'presence':
      return words.views.presence.title
    case 'minutes':
    case 'distribution':
    case 'organisation':
      return words.views.shell[place.kind]
  }
}
