import { useLocation } from 'preact-iso'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { homePath } from '../shell/places'
import { Banner, Live } from '../ui/Banner'

/** On whatever page somebody is who is asked to vote: the way there. */
export function VoteCall() {
  const { vote } = useWords().views
  const { seat } = useConnection()
  const { path } = useLocation()
  if (path === homePath(seat)) return null
  return (
    <Live>
      <Banner
        tone="wait"
        wide
        action={
          <a class="way" href={homePath(seat)}>
            {vote.toVote}
          </a>
        }
      >
        {vote.isOpen}
      </Banner>
    </Live>
  )
}
