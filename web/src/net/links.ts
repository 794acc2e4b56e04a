/* links.ts - personal links, for whoever gives them out. */
import { post } from './session'

/** A new one for somebody who lost theirs, shown this once; the old one and all it had opened end. `code`: why not;
 *  null: nobody answered. */
export async function renewLink(seat: string, whose: string): Promise<{ url: string } | { code: string } | null> {
  const answer = await post('/api/v1/link', { seat: whose }, seat)
  if (answer === null) return null
  const { url, code } = answer.body
  if (answer.ok && typeof url === 'string') return { url }
  return { code: typeof code === 'string' ? code : `${answer.status}` }
}
