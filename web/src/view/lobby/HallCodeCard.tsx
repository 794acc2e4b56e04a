import { useId } from 'preact/hooks'
import { useWords } from '../../text'
import { QrCode } from './QrCode'
import { addressOf, useHallCode } from './useHallCode'
import './lobby.css'

/** The code of the hall at hand, for whoever meets somebody without an invitation. */
export function HallCodeCard() {
  const { hallCode } = useWords().views
  const code = useHallCode()
  const id = useId()
  if (code === null) return null
  return (
    <section class="card lobby-card" aria-labelledby={id}>
      <div class="stack">
        <h2 id={id}>{hallCode.title}</h2>
        <p class="soft">{hallCode.lead}</p>
        <p>
          {addressOf(code)}
          <strong class="lobby-code">{code.code}</strong>
        </p>
      </div>
      <QrCode qr={code.qr} />
    </section>
  )
}
