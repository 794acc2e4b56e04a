import { useEffect, useState } from 'preact/hooks'
import type { Day } from '../../model/messages'
import { type DocumentSession, useConnection } from '../../net/connection'
import { readMinutes, type Written } from '../../net/minutes'

const CALM_MS = 300 // several things happen at once: they are read once

/** The minutes as they are now: read again when something has happened or been written. undefined: on the way; null: not
 *  for this seat. What was read last stays until the next has come. */
export function useWritten(day: Day, session: DocumentSession | null): Written | null | undefined {
  const { seat, line } = useConnection()
  const [written, setWritten] = useState<Written | null | undefined>(undefined)
  const isSaved = session?.saved.value.kind === 'saved'
  const isOpen = line.value === 'open'
  useEffect(() => {
    if (!isOpen) return
    let isCurrent = true
    const timer = setTimeout(async () => {
      const now = await readMinutes(seat)
      if (isCurrent) setWritten(now)
    }, CALM_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [day, seat, isSaved, isOpen])
  return written
}
