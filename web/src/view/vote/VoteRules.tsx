import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Day, TieRule, VoteUnit } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { fullCode } from '../order'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { useCommand } from '../ui/useCommand'

const UNITS: readonly VoteUnit[] = ['organisation', 'person']
const TIES: readonly TieRule[] = ['chair', 'base', 'lot']

/** How the meeting votes if it must: agreed with the agenda, before the first vote. */
export function VoteRules({ day }: { readonly day: Day }) {
  const { vote: text } = useWords().views
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  const isAsking = useSignal(false)
  const item = day.items.find((one) => one.item === day.rules_item)
  const isFixed = day.votes.some(({ state }) => state !== 'cancelled')
  return (
    <section class="card" aria-labelledby="vote-rules">
      <h2 id="vote-rules">{text.rules}</h2>
      <p>{text.consent}</p>
      <p>
        {text.unit[day.vote_unit]} {text.tie[day.vote_tie]}{' '}
        <span class="soft">{item === undefined ? text.usual : text.agreedIn(fullCode(day, item))}</span>
      </p>
      {mayCommand(day, seat, 'rules_agree') === true && !isFixed && (
        <div class="row no-print">
          <Button
            kind="secondary"
            busy={busy}
            why={day.in_hand === '' ? text.itemFirst : null}
            onClick={() => {
              isAsking.value = true
            }}
          >
            {text.agree}
          </Button>
        </div>
      )}
      <Live urgent>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      {isAsking.value && (
        <RulesDialog
          day={day}
          onClose={() => {
            isAsking.value = false
          }}
          onAgree={(unit, tie) => {
            isAsking.value = false
            void send('rules_agree', { item: day.in_hand, unit, tie })
          }}
        />
      )}
    </section>
  )
}

interface Props {
  readonly day: Day
  onClose(): void
  onAgree(unit: VoteUnit, tie: TieRule): void
}

function RulesDialog({ day, onClose, onAgree }: Props) {
  const words = useWords()
  const { vote: text } = words.views
  const unit = useSignal(day.vote_unit)
  const tie = useSignal(day.vote_tie)
  const id = useId()
  return (
    <Dialog
      title={text.rules}
      onClose={onClose}
      onSubmit={() => onAgree(unit.value, tie.value)}
      actions={
        <>
          <Button type="submit">{text.agree}</Button>
          <Button kind="quiet" onClick={onClose}>
            {words.common.cancel}
          </Button>
        </>
      }
    >
      <fieldset class="vote-how">
        <legend>{text.whoVotes}</legend>
        {UNITS.map((one) => (
          <label key={one} class="vote-tick">
            <input
              type="radio"
              name={`${id}-unit`}
              checked={unit.value === one}
              onChange={() => {
                unit.value = one
              }}
            />
            {text.unit[one]}
          </label>
        ))}
      </fieldset>
      <fieldset class="vote-how">
        <legend>{text.ifTied}</legend>
        {TIES.map((one) => (
          <label key={one} class="vote-tick">
            <input
              type="radio"
              name={`${id}-tie`}
              checked={tie.value === one}
              onChange={() => {
                tie.value = one
              }}
            />
            {text.tie[one]}
          </label>
        ))}
      </fieldset>
    </Dialog>
  )
}
