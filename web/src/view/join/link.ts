/* A personal link, /l#id.secret. The part after # never reaches a log; it also leaves the address bar at once, so a
 * photo of the screen or a copied address gives nothing away. */

export interface PersonalLink {
  readonly id: string
  readonly secret: string
}

export type JoinState = 'opening' | 'noLink' | 'link_unknown' | 'link_ended' | 'line'

export function takeLink(from: Location, history: History): PersonalLink | null {
  const link = parseLink(from.hash)
  if (from.hash !== '') history.replaceState(null, '', from.pathname)
  return link
}

export function parseLink(hash: string): PersonalLink | null {
  const match = /^#([^.]+)\.(.+)$/.exec(hash)
  return match === null ? null : { id: match[1] as string, secret: match[2] as string }
}

export async function join(link: PersonalLink): Promise<{ readonly seat: string } | { readonly state: JoinState }> {
  try {
    const response = await fetch('/api/v1/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(link),
    })
    const body: unknown = await response.json()
    if (response.ok && has(body, 'seat')) return { seat: body.seat }
    if (has(body, 'code') && (body.code === 'link_unknown' || body.code === 'link_ended')) return { state: body.code }
  } catch {
    /* no line, or an answer that is not ours: both can be tried again */
  }
  return { state: 'line' }
}

function has<K extends string>(body: unknown, key: K): body is Record<K, string> {
  return (
    typeof body === 'object' &&
    body !== null &&
    key in body &&
    typeof (body as Record<string, unknown>)[key] === 'string'
  )
}
