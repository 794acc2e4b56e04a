import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { AgendaItem, Day, Outcome } from '../../model/messages'
import { openAmendments, voteNow } from '../../model/voting'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { fullCode } from '../order'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { useCommand } from '../ui/useCommand'
import { atRest, type Gavel, keyMeaning, type Move, moved, outcomesFor } from './gavel'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
  /** The print of the text on the chair's screen. */
  readonly hash: string
  readonly isProposal: boolean
}

const all: readonly Outcome[] = ['as_proposed', 'as_amended', 'returned']

/** The gavel: what is decided, "Kirjataan päätös", and once more to confirm. */
export function GavelBar({ day, item, hash, isProposal }: Props) {
  const { decide, outcome: outcomes } = useWords().views
  const { line } = useConnection()
  const { send, why, forget, trouble } = useCommand()
  const gavel = useSignal<Gavel>(atRest)
  const allowed = outcomesFor(isProposal)
  const blocked = line.value === 'open' ? why('item_decide') : decide.whyLine

  function go(move: Move) {
    if (move.kind === 'press' && blocked !== null) return
    gavel.value = moved(gavel.peek(), move)
    if (move.kind === 'press' && gavel.value.step === 'sending') void strike(gavel.value.outcome, gavel.value.hash)
  }
  async function strike(outcome: Outcome, seen: string) {
    await send('item_decide', { item: item.item, outcome, hash: seen })
    go({ kind: 'answered' })
    go({ kind: 'text', hash, allowed })
  }
  const chooseNext = (by: 1 | -1) => {
    const at = allowed.indexOf(gavel.peek().outcome ?? 'returned')
    go({ kind: 'choose', outcome: allowed[(at + by + allowed.length) % allowed.length] as Outcome })
  }
  useEffect(() => go({ kind: 'text', hash, allowed }), [hash, isProposal])
  const unsettled = openAmendments(day, item.item).length
  useEffect(forget, [unsettled, voteNow(day)?.vote])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const meaning = keyMeaning(event)
      if (meaning === null || meaning === 'next' || meaning === 'previous') return
      event.preventDefault()
      if (meaning === 'press') go({ kind: 'press', hash })
      else if (meaning === 'back') go({ kind: 'back' })
      else chooseNext(meaning === 'next_outcome' ? 1 : -1)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })

  const now = gavel.value
  return (
    <section
      class="gavel no-print"
      aria-label={decide.outcome}
      data-step={now.step}
      /* A key held down must not confirm what it has just asked for. */
      onKeyDown={(event) => event.repeat && event.key === 'Enter' && event.preventDefault()}
    >
      <Live>
        {trouble !== null && <Banner tone="stop">{trouble}</Banner>}
        {now.step === 'choosing' && now.changed && <Banner tone="wait">{decide.changedUnder}</Banner>}
      </Live>
      {now.step === 'choosing' ? (
        <>
          <div class="gavel-outcomes" data-outcomes role="group" aria-label={decide.outcome}>
            {all.map((outcome) => (
              <Button
                key={outcome}
                kind="secondary"
                class="gavel-outcome"
                pressed={now.outcome === outcome}
                why={allowed.includes(outcome) ? null : isProposal ? decide.whySame : decide.whyDiffers}
                onClick={() => go({ kind: 'choose', outcome })}
              >
                {outcomes[outcome]}
              </Button>
            ))}
          </div>
          <Button size="large" why={blocked} onClick={() => go({ kind: 'press', hash })}>
            {decide.decide}
          </Button>
        </>
      ) : (
        <Confirm
          title={decide.confirmTitle(fullCode(day, item), outcomes[now.outcome])}
          isSending={now.step === 'sending'}
          onConfirm={() => go({ kind: 'press', hash })}
          onBack={() => go({ kind: 'back' })}
        />
      )}
    </section>
  )
}

interface ConfirmProps {
  readonly title: string
  readonly isSending: boolean
  onConfirm(): void
  onBack(): void
}

function Confirm({ title, isSending, onConfirm, onBack }: ConfirmProps) {
  const { decide } = useWords().views
  const panel = useRef<HTMLDivElement>(null)
  /* The focus goes to the second step, so Enter confirms; Escape gives it back to the page. */
  useEffect(() => panel.current?.querySelector('button')?.focus(), [])
  return (
    <div class="gavel-confirm" ref={panel}>
      <div role="status">
        <p class="gavel-title">{title}</p>
        <p>{decide.confirmText}</p>
      </div>
      <div class="row">
        <Button size="large" busy={isSending} onClick={onConfirm}>
          {isSending ? decide.sending : decide.confirm}
        </Button>
        {!isSending && (
          <Button kind="quiet" size="large" onClick={onBack}>
            {decide.back}
          </Button>
        )}
      </div>
    </div>
  )
}
