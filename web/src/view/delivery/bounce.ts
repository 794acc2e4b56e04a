export type Bounce = 'unknown' | 'full' | 'late' | 'other'

/** What an enhanced status code (RFC 3463) says to who may mend it. */
export function bounceOf(status: string): Bounce {
  if (status.startsWith('4.')) return 'late'
  if (status.startsWith('5.1.')) return 'unknown'
  return status === '5.2.2' ? 'full' : 'other'
}
