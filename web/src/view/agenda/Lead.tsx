import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { AgendaItem, Day } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Speakers } from '../floor/Speakers'
import { Motions } from '../motion/Motions'
import { canBeInHand, fullCode, nameOfItem, nextItem } from '../order'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { ReasonDialog } from '../ui/ReasonDialog'
import { useCommand } from '../ui/useCommand'
import { InHandFor } from './Timing'

/** For the chair and the secretary: what is in hand, and the one step that comes next. */
export function Lead({ day }: { readonly day: Day }) {
  const words = useWords()
  const { lead } = words.views.agenda
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  const isPostponing = useSignal(false)
  const id = useId()
  if (mayCommand(day, seat, 'item_open') !== true) return null
  const item = day.items.find((one) => one.item === day.in_hand)
  const next = nextItem(day)
  const isOpenProposal = item?.doc !== '' && item?.state === 'in_hand' // it is decided on at its own place
  return (
    <section class="agenda-lead no-print" aria-labelledby={id}>
      <p class="eyebrow" id={id}>
        {lead.label}
      </p>
      <Live>
        <h2>{item === undefined ? lead.nothing : nameOfItem(day, item)}</h2>
      </Live>
      {item !== undefined && item.state === 'in_hand' && (
        <p class="soft">
          <InHandFor day={day} item={item} />
        </p>
      )}
      <Live urgent>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      {next !== undefined && fullCode(day, next) !== '' && <p class="small soft">{lead.next(nameOfItem(day, next))}</p>}
      <div class="row">
        {next !== undefined && (
          <Button busy={busy} onClick={() => void send('item_open', { item: next.item })}>
            {lead.next(fullCode(day, next) || next.title)}
          </Button>
        )}
        {item !== undefined && !isOpenProposal && (
          <Button kind="secondary" busy={busy} onClick={() => void send('item_close', { item: item.item })}>
            {lead.close}
          </Button>
        )}
        {item?.state === 'in_hand' && mayCommand(day, seat, 'item_postpone') === true && (
          <Button
            kind="quiet"
            busy={busy}
            onClick={() => {
              isPostponing.value = true
            }}
          >
            {lead.postpone}
          </Button>
        )}
      </div>
      {day.in_hand !== '' && <Speakers day={day} />}
      {item !== undefined && !isOpenProposal && <Motions day={day} item={item} />}
      {next === undefined && item === undefined && <p class="soft">{lead.all}</p>}
      {isPostponing.value && item !== undefined && (
        <ReasonDialog
          title={lead.postponeTitle(nameOfItem(day, item))}
          label={words.views.decide.reason}
          hint={lead.postponeHint}
          yes={lead.postpone}
          onClose={() => {
            isPostponing.value = false
          }}
          onReason={(reason) => {
            isPostponing.value = false
            void send('item_postpone', { item: item.item, reason })
          }}
        />
      )}
    </section>
  )
}

/** Any other item, where the assembly goes out of order. */
export function TakeInHand({ day, item }: { readonly day: Day; readonly item: AgendaItem }) {
  const { lead } = useWords().views.agenda
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  if (mayCommand(day, seat, 'item_open') !== true || !canBeInHand(day, item) || item.item === day.in_hand) return null
  return (
    <>
      <Button
        kind="quiet"
        busy={busy}
        label={`${lead.take}: ${nameOfItem(day, item)}`}
        onClick={() => void send('item_open', { item: item.item })}
      >
        {lead.take}
      </Button>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
    </>
  )
}
