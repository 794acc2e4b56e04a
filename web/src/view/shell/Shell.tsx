import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { Day, Vote } from '../../model/messages'
import { mayCommand, placesOf } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { language, needWords, useWords } from '../../text'
import { longDate } from '../../text/format'
import { Banner, Live } from '../ui/Banner'
import { later } from '../ui/later'
import { Languages } from './Languages'
import { homePath, nameOf, pathOf } from './places'
import { Wordmark } from './Wordmark'
import '../../style/parts.css'

/* Fetched when somebody waits: a phone that keeps no door never loads it. */
const LobbyList = later(() =>
  needWords('lobby', 'more').then(() => import('../lobby/LobbyList').then((m) => m.LobbyList)),
)

const VoteCall = later(() =>
  needWords('more', 'meeting').then(() => import('../vote/VoteCall').then((m) => m.VoteCall)),
)

interface Props {
  /** What this page is called, for the window's title. */
  readonly title: string
  readonly children: ComponentChildren
}

/** Every page of a seat but the wall: head, places, what is wrong with the line or the disk, the page. */
export function Shell({ title, children }: Props) {
  const words = useWords()
  const connection = useConnection()
  const day = connection.day.value
  useEffect(() => {
    document.title = day === null ? title : `${title} – ${day.title}`
  }, [title, day])
  return (
    <>
      <a class="skip button" href="#main">
        {words.common.skip}
      </a>
      <header class="shell-head">
        <div class="shell-bar">
          <Wordmark href={homePath(connection.seat)} />
          {day !== null && (
            <p class="shell-title">
              <strong>{day.title}</strong>
              {longDate(day.starts_ms, language.value, day.timezone)}
            </p>
          )}
          <Languages />
        </div>
        <Places />
      </header>
      <Troubles />
      {day?.lobby[0] && mayCommand(day, connection.seat, 'lobby_refuse') === true && <LobbyList day={day} />}
      {day !== null && isCalled(day, connection.seat) && <VoteCall />}
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  )
}

/* Asked to vote on a phone, and has not. */
function isCalled({ votes }: Day, seat: string): boolean {
  const isAsked = ({ state, method, voters, voted }: Vote) =>
    state === 'open' && method === 'ballot' && voters.some((one) => one.seat === seat) && !voted.includes(seat)
  return votes.some(isAsked)
}

function Places() {
  const words = useWords()
  const { seat, day } = useConnection()
  const { path } = useLocation()
  if (day.value === null) return null
  const current = day.value
  const link = (href: string, name: string) => (
    <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
      {name}
    </a>
  )
  return (
    <nav class="places" aria-label={words.views.shell.places}>
      {link(homePath(seat), words.views.shell.home)}
      {placesOf(current, seat).map((place) => link(pathOf(seat, place), nameOf(current, place, words)))}
    </nav>
  )
}

/* The connection calls itself broken only after two seconds, so nothing flickers here. */
function Troubles() {
  const words = useWords()
  const { line, storageOk } = useConnection()
  return (
    <Live urgent>
      {line.value === 'signed_out' && (
        <Banner
          tone="stop"
          wide
          action={
            <a class="way" href="/">
              {words.views.shell.signedOutWay}
            </a>
          }
        >
          {words.line.signedOut}
        </Banner>
      )}
      {line.value === 'broken' && (
        <Banner tone="wait" wide>
          {words.line.broken}
        </Banner>
      )}
      {!storageOk.value && (
        <Banner tone="stop" wide>
          {words.line.storage}
        </Banner>
      )}
    </Live>
  )
}
