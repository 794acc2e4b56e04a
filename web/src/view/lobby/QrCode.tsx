import type { HallCode } from '../../net/lobby'
import { useWords } from '../../text'

const QUIET = 4 // modules of white around it: without them a camera does not find it

/** Black on white whatever the page's colours are. */
export function QrCode({ qr }: Pick<HallCode, 'qr'>) {
  const { hallCode } = useWords().views
  const side = qr.size + 2 * QUIET
  return (
    <svg
      class="lobby-qr"
      role="img"
      aria-label={hallCode.picture}
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="#fff" />
      <path d={qr.path} fill="#000" />
    </svg>
  )
}
