/* The print of a proposal's text: the chair's gavel carries it, so the server decides on the words the chair saw.
 *
 * Canonical text: for each field, in the order of the day's rules (title, decision, rationale, then what, who, when,
 * measure of each action),
 *     <field>\n<length in UTF-8 bytes>\n<text>\n
 * and its SHA-256 in lower-case hex. The server counts the same; the lengths keep a text from posing as two. */
import { digest } from 'lib0/hash/sha256'

export function textHash(fields: readonly string[], text: (field: string) => string): string {
  const utf8 = new TextEncoder()
  const canonical = fields.map((field) => {
    const words = text(field)
    return `${field}\n${utf8.encode(words).length}\n${words}\n`
  })
  return Array.from(digest(utf8.encode(canonical.join(''))), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
