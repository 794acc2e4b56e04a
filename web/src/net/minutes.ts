/* minutes.ts - the minutes as the server writes them, for the seats that may read them. */
import type { MinutesText } from '../model/messages'

export interface Written {
  /** What two minutes that say the same have in common. */
  readonly seal: string
  readonly minutes: MinutesText
}

export type MinutesFormat = 'html' | 'docx' | 'pdf'

export function minutesAddress(seat: string, format: MinutesFormat | 'json', of?: 'originals'): string {
  return `/api/v1/minutes?seat=${encodeURIComponent(seat)}&format=${format}${of === undefined ? '' : `&of=${of}`}`
}

/** null: not for this seat now, or nobody answered. */
export async function readMinutes(seat: string): Promise<Written | null> {
  try {
    const answer = await fetch(minutesAddress(seat, 'json'))
    return answer.ok ? ((await answer.json()) as Written) : null
  } catch {
    return null
  }
}
