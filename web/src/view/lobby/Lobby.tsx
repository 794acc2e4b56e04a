import { useSignal } from '@preact/signals'
import type { PersonalLink } from '../join/link'
import { keepLink, keptLink } from './kept'
import { Knock } from './Knock'
import { Waiting } from './Waiting'
import '../../style/parts.css'
import './lobby.css'

interface Props {
  /** Somebody has opened the door: the seat is this browser's now. */
  onSeat(seat: string): void
}

/** `/aula`: the way in for whoever came without an invitation. Who they are, then the wait. */
export function Lobby({ onSeat }: Props) {
  const link = useSignal<PersonalLink | null>(keptLink())

  function hold(held: PersonalLink | null) {
    keepLink(held)
    link.value = held
  }

  if (link.value === null) return <Knock onAsked={hold} />
  return (
    <Waiting
      link={link.value}
      onSeat={(seat) => {
        keepLink(null)
        onSeat(seat)
      }}
      onAgain={() => hold(null)}
    />
  )
}
