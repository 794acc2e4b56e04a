import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { useConnection } from '../../net/connection'

/** The server's clock, followed once a second. */
export function useNow(): number {
  const connection = useConnection()
  const now = useSignal(connection.serverNow())
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = connection.serverNow()
    }, 1000)
    return () => clearInterval(timer)
  }, [connection])
  return now.value
}
