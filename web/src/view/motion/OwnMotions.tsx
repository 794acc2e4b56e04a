import { useSignal } from '@preact/signals'
import type { AgendaItem, Day } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { openAmendments, takesPart, voteNow } from '../../model/voting'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { useCommand } from '../ui/useCommand'
import { AmendDialog } from './AmendDialog'
import { Moved } from './Motions'
import { StatementDialog } from './StatementDialog'
import './motion.css'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
}

/** What everyone may do about a proposal in hand: second, move, withdraw, say something for the minutes. */
export function OwnMotions({ day, item }: Props) {
  const { motion } = useWords().views
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  const asking = useSignal<'amend' | 'state' | null>(null)
  const mayMove = mayCommand(day, seat, 'amendment_make', { seat }) === true && takesPart(day, seat)
  const mayState = mayCommand(day, seat, 'statement_make', { seat }) === true && takesPart(day, seat)
  const amendments = openAmendments(day, item.item)
  if (!mayState) return null
  const close = () => {
    asking.value = null
  }
  return (
    <div class="stack" data-fill>
      {amendments.length > 0 && (
        <ol class="motion-list" aria-label={motion.title}>
          {amendments.map((one) => (
            <li key={one.amendment}>
              <Moved day={day} item={item} amendment={one} />
              <div class="row">
                {mayMove && one.seat !== seat && one.seconder === '' && (
                  <Button
                    kind="secondary"
                    busy={busy}
                    onClick={() => void send('amendment_second', { amendment: one.amendment, seat })}
                  >
                    {motion.second}
                  </Button>
                )}
                {mayMove && one.seat === seat && voteNow(day) === undefined && (
                  <Button
                    kind="quiet"
                    busy={busy}
                    onClick={() => void send('amendment_withdraw', { amendment: one.amendment })}
                  >
                    {motion.withdrawOwn}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ol>
      )}
      <div class="row">
        {mayMove && item.doc !== '' && item.state === 'in_hand' && (
          <Button
            kind="secondary"
            onClick={() => {
              asking.value = 'amend'
            }}
          >
            {motion.make}
          </Button>
        )}
        <Button
          kind="quiet"
          onClick={() => {
            asking.value = 'state'
          }}
        >
          {motion.stateOwn}
        </Button>
      </div>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
      {asking.value === 'amend' && (
        <AmendDialog
          day={day}
          item={item}
          mover={seat}
          onClose={close}
          onAmend={(data) => {
            close()
            void send('amendment_make', data)
          }}
        />
      )}
      {asking.value === 'state' && (
        <StatementDialog
          day={day}
          item={item}
          by={seat}
          onClose={close}
          onState={(data) => {
            close()
            void send('statement_make', data)
          }}
        />
      )}
    </div>
  )
}
