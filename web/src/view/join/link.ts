/* A personal link, /l#id.secret. The part after # never reaches a log; it also leaves the address bar at once, so a
 * photo of the screen or a copied address gives nothing away. */

import { post } from '../../net/session'

export interface PersonalLink {
  readonly id: string
  readonly secret: string
}

/** Why no seat opens; `in_lobby`: not yet. */
export type NoSeat = 'link_unknown' | 'link_ended' | 'in_lobby' | 'line'

export function takeLink(from: Location, history: History): PersonalLink | null {
  const link = parseLink(from.hash)
  if (from.hash !== '') history.replaceState(null, '', from.pathname)
  return link
}

export function parseLink(hash: string): PersonalLink | null {
  const match = /^#([^.]+)\.(.+)$/.exec(hash)
  return match === null ? null : { id: match[1] as string, secret: match[2] as string }
}

export async function join(
  link: PersonalLink,
): Promise<{ readonly seat: string } | { readonly state: NoSeat; readonly name?: string }> {
  const answer = await post('/api/v1/session', link)
  if (answer === null) return { state: 'line' }
  const { seat, code, name } = answer.body
  if (answer.ok && typeof seat === 'string') return { seat }
  if (code === 'in_lobby') return { state: code, name: String(name) }
  return { state: code === 'link_unknown' || code === 'link_ended' ? code : 'line' }
}
