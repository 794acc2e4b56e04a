import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { homePath } from '../shell/places'
import { Banner, Live } from '../ui/Banner'
import './vote.css'

/** The id of the ballot on the own page. */
export const OWN_VOTE = 'own-vote'

/** On whatever page somebody is who is asked to vote, and however far down: the way to the ballot. */
export function VoteCall() {
  const { vote } = useWords().views
  const { seat } = useConnection()
  const { path } = useLocation()
  const isHome = path === homePath(seat) || path === `/p/${seat}`
  const isSeen = useBallotSeen(path)
  if (isHome && isSeen !== false) return null
  return (
    <div class="vote-call">
      <Live>
        <Banner
          tone="wait"
          wide
          action={
            <a class="way" href={isHome ? `#${OWN_VOTE}` : homePath(seat)}>
              {vote.toVote}
            </a>
          }
        >
          {vote.isOpen}
        </Banner>
      </Live>
    </div>
  )
}

/* A ballot that is on the screen calls by itself. null: not known yet. */
function useBallotSeen(path: string): boolean | null {
  const isSeen = useSignal<boolean | null>(null)
  useEffect(() => {
    const ballot = document.getElementById(OWN_VOTE)
    if (ballot === null) return
    const watch = new IntersectionObserver(([now]) => {
      isSeen.value = now?.isIntersecting === true
    })
    watch.observe(ballot)
    return () => {
      watch.disconnect()
      isSeen.value = null
    }
  }, [path])
  return isSeen.value
}
