import type { DeliveryState } from '../../model/messages'

export type Trouble = 'unknown' | 'full' | 'late' | 'returned' | 'refused'

/** What became of a mail, for who may mend it; null: nothing to mend, or nobody knows. `reason`: of a mail that came back
 *  an enhanced status code (RFC 3463), of others what the mail server answered, and to what. */
export function troubleOf(state: DeliveryState, reason: string): Trouble | null {
  if (state === 'failed') return 'late'
  if (state === 'refused') return reason.endsWith(' to RCPT') ? 'unknown' : 'refused'
  return state === 'bounced' ? bounceOf(reason) : null
}

function bounceOf(status: string): Trouble {
  if (status.startsWith('4.')) return 'late'
  if (status.startsWith('5.1.')) return 'unknown'
  return status === '5.2.2' ? 'full' : 'returned'
}
