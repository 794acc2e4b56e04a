import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Front } from './Front'
import { join, type NoSeat, type PersonalLink, takeLink } from './link'

interface Props {
  /** The seat is this browser's now. */
  onSeat(seat: string): void
  /** The link's holder has not been let in yet. */
  onLobby(link: PersonalLink): void
}

/** `/l#id.secret`: no field to fill in, no password. Opens the seat at once, or says in words why not. */
export function Join({ onSeat, onLobby }: Props) {
  const words = useWords()
  const text = words.views.join
  const state = useSignal<'opening' | 'noLink' | Exclude<NoSeat, 'in_lobby'>>('opening')
  const link = useSignal<PersonalLink | null>(null)

  async function open() {
    state.value = link.value === null ? 'noLink' : 'opening'
    if (link.value === null) return
    const asked = link.value
    const answer = await join(asked)
    if (asked !== link.value) return
    if ('seat' in answer) onSeat(answer.seat)
    else if (answer.state === 'in_lobby') onLobby(asked)
    else state.value = answer.state
  }
  useEffect(() => {
    const take = () => {
      link.value = takeLink(location, history)
      void open()
    }
    /* Another link in the same tab changes only what stands after the #, and loads nothing. */
    const onHash = () => location.hash !== '' && take()
    take()
    addEventListener('hashchange', onHash)
    return () => removeEventListener('hashchange', onHash)
  }, [])
  const title = state.value === 'opening' ? text.opening : text[state.value]
  useEffect(() => {
    document.title = `Sopu – ${title}`
  }, [title])

  return (
    <Front>
      <Live>
        <div class="stack">
          <h1>{title}</h1>
          <p class="lead">{state.value === 'opening' ? text.openingLead : text[`${state.value}Text`]}</p>
        </div>
      </Live>
      {state.value !== 'opening' && (
        <div class="row">
          {state.value === 'line' && <Button onClick={() => void open()}>{text.again}</Button>}
          <a class="way" href="/">
            {words.views.shell.toStart}
          </a>
        </div>
      )}
    </Front>
  )
}
