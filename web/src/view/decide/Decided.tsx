import { useSignal } from '@preact/signals'
import type { AgendaItem, Day } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { fullCode } from '../order'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { textIn } from '../ui/Proposal'
import { useCommand } from '../ui/useCommand'
import { Texts } from './Texts'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
}

/** What was decided, in the decision's own words; nobody can change them here, only open the item again with a reason. */
export function Decided({ day, item }: Props) {
  const { decide, decided } = useWords().views
  const decision = item.decisions.at(-1)
  if (decision === undefined) return null
  return (
    <>
      <Live>
        <Banner tone="done">
          <strong class="figures">
            {decided[decision.outcome](clockTime(decision.at_ms, language.value, day.timezone))}
          </strong>
        </Banner>
      </Live>
      <p class="small soft">
        {decided.hash} <code title={decision.hash}>{decision.hash.slice(0, 12)}</code>
      </p>
      <EarlierDecisions day={day} item={item} />
      <Texts
        before={{ actions: item.proposed_actions, text: textIn(item.proposed) }}
        after={{ actions: decision.actions, text: textIn(decision.fields) }}
        beforeTitle={decide.proposed}
        afterTitle={decide.decidedText}
      />
      {mayCommand(day, useConnection().seat, 'item_reopen') === true && <Reopen day={day} item={item} />}
    </>
  )
}

/** Decisions that were opened again, with the reason: they stay in the minutes. */
export function EarlierDecisions({ day, item }: Props) {
  const { decide, decided } = useWords().views
  const earlier = item.decisions.filter((decision) => decision.reopened_ms !== 0)
  if (earlier.length === 0) return null
  const time = (ms: number) => clockTime(ms, language.value, day.timezone)
  return (
    <section class="small soft">
      <h3 class="eyebrow">{decide.earlier}</h3>
      {earlier.map((decision) => (
        <p key={decision.at_ms}>
          {decided[decision.outcome](time(decision.at_ms))}.{' '}
          {decided.reopened(time(decision.reopened_ms), decision.reopen_reason)}
        </p>
      ))}
    </section>
  )
}

function Reopen({ day, item }: Props) {
  const words = useWords()
  const { decide } = words.views
  const { send, why, busy, trouble } = useCommand()
  const isAsking = useSignal(false)
  const reason = useSignal('')
  const isMissing = useSignal(false)

  async function reopen() {
    isMissing.value = reason.value.trim() === ''
    if (isMissing.value) return
    if (await send('item_reopen', { item: item.item, reason: reason.value.trim() })) isAsking.value = false
  }
  return (
    <div>
      <Button kind="quiet" onClick={() => (isAsking.value = true)}>
        {decide.reopen}
      </Button>
      {isAsking.value && (
        <Dialog
          title={decide.reopenTitle(fullCode(day, item))}
          onClose={() => (isAsking.value = false)}
          onSubmit={() => void reopen()}
          actions={
            <>
              <Button type="submit" busy={busy} why={why('item_reopen')}>
                {decide.reopenYes}
              </Button>
              <Button kind="quiet" onClick={() => (isAsking.value = false)}>
                {words.common.cancel}
              </Button>
            </>
          }
        >
          <p>{decide.reopenText}</p>
          <div class="field">
            <label for="reopen-reason">{decide.reason}</label>
            <textarea
              class="input"
              id="reopen-reason"
              rows={3}
              maxLength={500}
              value={reason.value}
              aria-invalid={isMissing.value}
              aria-describedby="reopen-error"
              onInput={(event) => (reason.value = event.currentTarget.value)}
            />
            <p class="error" id="reopen-error" role="alert">
              {isMissing.value && decide.reasonMissing}
            </p>
          </div>
          <Live>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
        </Dialog>
      )}
    </div>
  )
}
