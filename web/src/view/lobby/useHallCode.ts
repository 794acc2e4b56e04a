import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { useConnection } from '../../net/connection'
import { fetchHallCode, type HallCode } from '../../net/lobby'

const LOOK_EVERY_MS = 30_000 // a restart has a new code; the old one on the wall would open nothing

/** What hangs in the hall, kept fresh; null: not known (yet). */
export function useHallCode(): HallCode | null {
  const { seat } = useConnection()
  const code = useSignal<HallCode | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    async function look() {
      const found = await fetchHallCode(seat)
      if (isOver) return
      if (found !== null) code.value = found
      timer = setTimeout(() => void look(), Math.min(LOOK_EVERY_MS, (found?.left_ms ?? LOOK_EVERY_MS) + 200))
    }
    void look()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [seat])
  return code.value
}

/** The address as people type it. */
export function addressOf({ url }: HallCode): string {
  return url.replace(/^https?:\/\//, '').replace(/#.*$/, '')
}
