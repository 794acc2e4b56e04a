import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { AgendaItem, Day } from '../../model/messages'
import { isChair, mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { fullCode, itemsToDecide } from '../order'
import { itemTones } from '../agenda/itemTones'
import { Shell } from '../shell/Shell'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { PhaseSteps } from '../ui/PhaseSteps'
import { Tag } from '../ui/Tag'
import { useCommand } from '../ui/useCommand'
import { useDocument } from '../ui/useDocument'
import { keyMeaning } from './gavel'
import { InHand } from './InHand'
import './decide.css'

/** The chair's desk: what is in hand, the next step, and the gavel, by keyboard or by hand. */
export function Decide() {
  const { decide } = useWords().views
  const day = useConnection().day.value
  return (
    <Shell title={decide.title}>
      <div class="page decide" data-width="wide">
        {day === null ? <Loading /> : <Desk day={day} />}
      </div>
    </Shell>
  )
}

function Desk({ day }: { readonly day: Day }) {
  const { decide } = useWords().views
  const { seat } = useConnection()
  const { send, trouble } = useCommand()
  const items = itemsToDecide(day)
  /* Asked for, not yet heard of: two quick presses go two items on. */
  const asked = useSignal<string | null>(null)
  const at = items.findIndex((item) => item.item === (asked.value ?? day.in_hand))
  const mayOpen = day.phase === 'deciding' && mayCommand(day, seat, 'item_open') === true

  async function open(item: AgendaItem | undefined) {
    if (item === undefined || !mayOpen) return
    asked.value = item.item
    await send('item_open', { item: item.item })
    if (asked.value === item.item) asked.value = null
  }
  const step = (by: -1 | 1) => void open(at < 0 ? items[0] : items[at + by])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const meaning = keyMeaning(event)
      if (meaning !== 'next' && meaning !== 'previous') return
      event.preventDefault()
      step(meaning === 'next' ? 1 : -1)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })

  const inHand = items.find((item) => item.item === day.in_hand)
  return (
    <>
      <h1 class="visually-hidden">{decide.title}</h1>
      <div class="decide-main">
        {inHand !== undefined && (
          <div class="decide-nav no-print">
            <span>
              {mayOpen && at > 0 && (
                <Button kind="quiet" onClick={() => step(-1)}>
                  ‹{'\u00a0'}
                  {decide.previous}
                </Button>
              )}
            </span>
            <p class="soft figures">{decide.count(items.indexOf(inHand) + 1, items.length)}</p>
            <span>
              {mayOpen && at < items.length - 1 && (
                <Button kind="quiet" onClick={() => step(1)}>
                  {decide.next}
                  {'\u00a0'}›
                </Button>
              )}
            </span>
          </div>
        )}
        <Live>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
        {inHand === undefined ? (
          <div class="decide-nothing stack">
            <h2>{decide.nothingInHand}</h2>
            <p class="lead">{day.phase === 'deciding' ? decide.nothingLead : decide.notYet}</p>
            {mayOpen && (
              <Button size="large" onClick={() => step(1)}>
                {decide.first}
              </Button>
            )}
          </div>
        ) : (
          <InHand key={inHand.item} day={day} item={inHand} />
        )}
        {isChair(day, seat) && <p class="small soft no-print decide-keys">{decide.keys}</p>}
      </div>
      <aside class="decide-list no-print">
        <h2>{decide.items}</h2>
        <ItemList day={day} items={items} onOpen={mayOpen ? (item) => void open(item) : null} />
        <PhaseSteps />
      </aside>
    </>
  )
}

/** As it is written now: one list with the text that is being decided. */
function Title({ item }: { readonly item: AgendaItem }) {
  const session = useDocument(item.state === 'decided' ? '' : item.doc)
  return <span>{session?.text('title').value || item.title}</span>
}

interface ListProps {
  readonly day: Day
  readonly items: readonly AgendaItem[]
  readonly onOpen: ((item: AgendaItem) => void) | null
}

function ItemList({ day, items, onOpen }: ListProps) {
  const { agenda, decide } = useWords().views
  return (
    <nav aria-label={decide.items}>
      <ol class="decide-items">
        {items.map((item) => {
          const isNow = item.item === day.in_hand
          const state = isNow && item.state === 'coming' ? 'in_hand' : item.state
          const name = (
            <>
              <span class="code">{fullCode(day, item)}</span>
              <Title item={item} />
              {state !== 'coming' && <Tag tone={itemTones[state]}>{agenda.state[state]}</Tag>}
            </>
          )
          return (
            <li key={item.item}>
              {onOpen === null ? (
                <div class="decide-item" aria-current={isNow}>
                  {name}
                </div>
              ) : (
                <button type="button" class="decide-item" aria-current={isNow} onClick={() => onOpen(item)}>
                  {name}
                </button>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
