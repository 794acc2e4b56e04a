import { useWords } from '../../text'
import { QrCode } from './QrCode'
import { addressOf, useHallCode } from './useHallCode'
import './lobby.css'

/** The code of the hall on its wall, to be read from the last row. */
export function WallDoor() {
  const { hallCode } = useWords().views
  const code = useHallCode()
  if (code === null) return null
  return (
    <aside class="wall-door">
      <QrCode qr={code.qr} />
      <div>
        <h2>{hallCode.wall}</h2>
        <p>{hallCode.wallScan}</p>
        <p>{hallCode.or(addressOf(code))}</p>
        <p class="lobby-code">{code.code}</p>
      </div>
    </aside>
  )
}

/** The same in one line, while the wall shows something else. */
export function WallDoorLine() {
  const { hallCode } = useWords().views
  const code = useHallCode()
  if (code === null) return null
  return <p class="wall-door-line">{hallCode.inWords(addressOf(code), code.code)}</p>
}
