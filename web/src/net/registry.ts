/* registry.ts - the addresses that minutes go to, for those who send them. */
import { post } from './session'

export interface Registry {
  /** Whether this server sends mail at all. */
  readonly mail: boolean
  readonly addresses: Readonly<Record<string, string>>
}

export async function readRegistry(seat: string): Promise<Registry | null> {
  try {
    const answer = await fetch(`/api/v1/registry?seat=${encodeURIComponent(seat)}`)
    return answer.ok ? ((await answer.json()) as Registry) : null
  } catch {
    return null
  }
}

/** null: done; else the code of why not, "" where nobody answered. */
export async function setAddress(seat: string, organisation: string, address: string): Promise<string | null> {
  const answer = await post('/api/v1/registry', { organisation, address }, seat)
  if (answer === null) return ''
  if (answer.ok) return null
  const { code } = answer.body
  return typeof code === 'string' ? code : `${answer.status}`
}
