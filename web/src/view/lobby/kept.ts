/* Who waits in the lobby has a link that opens nothing yet. It is this tab's until then, so that a reload waits on. */
import { type PersonalLink, parseLink, takeLink } from '../join/link'

const KEPT = 'sopu.lobby'

export function keepLink(link: PersonalLink | null): void {
  try {
    if (link === null) sessionStorage.removeItem(KEPT)
    else sessionStorage.setItem(KEPT, `#${link.id}.${link.secret}`)
  } catch {
    /* no storage in some frames and private windows: then a reload asks anew */
  }
}

/** The one this tab was opened with, or has waited with before. */
export function keptLink(): PersonalLink | null {
  if (parseLink(location.hash) !== null) {
    const opened = takeLink(location, history)
    keepLink(opened)
    return opened
  }
  try {
    return parseLink(sessionStorage.getItem(KEPT) ?? '')
  } catch {
    return null
  }
}
