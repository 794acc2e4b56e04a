import { useSignal } from '@preact/signals'
import type { Phase } from '../../model/messages'
import { mayStep } from '../../model/steps'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Banner, Live } from './Banner'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { useCommand } from './useCommand'

/* The steps of phases.def as the buttons stand: the way on first, then the way back. */
const steps: Record<
  Phase,
  readonly {
    readonly to: Phase
    readonly word: 'workshop' | 'merging' | 'deciding' | 'closed' | 'backToOpening' | 'backToWorkshop' | 'backToMerging'
  }[]
> = {
  opening: [{ to: 'workshop', word: 'workshop' }],
  workshop: [
    { to: 'merging', word: 'merging' },
    { to: 'opening', word: 'backToOpening' },
  ],
  merging: [
    { to: 'deciding', word: 'deciding' },
    { to: 'workshop', word: 'backToWorkshop' },
  ],
  deciding: [
    { to: 'closed', word: 'closed' },
    { to: 'merging', word: 'backToMerging' },
  ],
  closed: [],
}

/** Moves the day on, for those who may; nothing for the others. */
export function PhaseSteps() {
  const words = useWords()
  const { phaseStep, phase } = words.views
  const connection = useConnection()
  const { send, why, busy, trouble } = useCommand()
  const isClosing = useSignal(false)
  const day = connection.day.value
  if (day === null) return null
  const open = steps[day.phase].filter(({ to }) => mayStep(day, connection.seat, to))
  if (open.length === 0) return null

  const ask = (isAsked: boolean) => {
    isClosing.value = isAsked
  }
  async function go(to: Phase) {
    await send('phase_change', { phase: to })
    ask(false)
  }
  return (
    <section class="phase-steps no-print" aria-labelledby="phase">
      <p class="eyebrow" id="phase">
        {phaseStep.label}: {phase[day.phase]}
      </p>
      <Live>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      <div class="row">
        {open.map(({ to, word }) => (
          <Button
            key={to}
            kind={to === steps[day.phase][0]?.to ? 'secondary' : 'quiet'}
            busy={busy}
            why={why('phase_change')}
            onClick={() => (to === 'closed' ? ask(true) : void go(to))}
          >
            {phaseStep[word]}
          </Button>
        ))}
      </div>
      {isClosing.value && (
        <Dialog
          title={phaseStep.closeTitle}
          onClose={() => ask(false)}
          onSubmit={() => void go('closed')}
          actions={
            <>
              <Button type="submit" busy={busy}>
                {phaseStep.closed}
              </Button>
              <Button kind="quiet" onClick={() => ask(false)}>
                {words.common.cancel}
              </Button>
            </>
          }
        >
          <p>{phaseStep.closeText}</p>
        </Dialog>
      )}
    </section>
  )
}
