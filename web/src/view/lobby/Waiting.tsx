import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { useWords } from '../../text'
import { Front } from '../join/Front'
import { join, type PersonalLink } from '../join/link'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'

interface Props {
  readonly link: PersonalLink
  onSeat(seat: string): void
  /** Was not let in, and asks anew. */
  onAgain(): void
}

const ASK_EVERY_MS = 3000

/** The waiting room: asks every three seconds whether somebody has opened, and goes on by itself. */
export function Waiting({ link, onSeat, onAgain }: Props) {
  const { waiting } = useWords().views
  const state = useSignal<'waiting' | 'broken' | 'refused'>('waiting')
  const name = useSignal('')

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    async function ask() {
      clearTimeout(timer)
      const answer = await join(link)
      if (isOver) return
      if ('seat' in answer) return onSeat(answer.seat)
      if (answer.state === 'in_lobby') name.value = answer.name ?? ''
      state.value = answer.state === 'in_lobby' ? 'waiting' : answer.state === 'line' ? 'broken' : 'refused'
      if (state.value !== 'refused') timer = setTimeout(() => void ask(), ASK_EVERY_MS)
    }
    const onVisible = () => {
      if (document.visibilityState === 'visible' && state.value !== 'refused') void ask()
    }
    void ask()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      isOver = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [link])
  const title = state.value === 'refused' ? waiting.refused : waiting.title(name.value)
  useEffect(() => {
    document.title = `Sopu – ${title}`
  }, [title])

  return (
    <Front>
      <Live>
        <div class="stack">
          <h1>{title}</h1>
          <p class="lead">{state.value === 'refused' ? waiting.refusedText : waiting.lead}</p>
        </div>
      </Live>
      {state.value === 'refused' ? (
        <p>
          <Button onClick={onAgain}>{waiting.again}</Button>
        </p>
      ) : (
        <p class="lobby-wait">{waiting.itself}</p>
      )}
      <Live urgent>{state.value === 'broken' && <Banner tone="wait">{waiting.broken}</Banner>}</Live>
    </Front>
  )
}
