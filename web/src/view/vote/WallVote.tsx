import type { Vote } from '../../model/messages'
import { useWords } from '../../text'
import { Figures } from './Figures'

/** The vote as the hall sees it: what is asked, how many have voted, and the numbers once it is closed. */
export function WallVote({ vote }: { readonly vote: Vote }) {
  const { vote: text } = useWords().views
  return (
    <section class="wall-vote">
      <p class="wall-code">{vote.secret ? text.secret : text.title}</p>
      <h2>{vote.question}</h2>
      {vote.state === 'open' ? (
        <>
          <dl class="wall-vote-options">
            <div>
              <dt>{text.choice.yes}</dt>
              <dd>{vote.yes_text}</dd>
            </div>
            <div>
              <dt>{text.choice.no}</dt>
              <dd>{vote.no_text}</dd>
            </div>
          </dl>
          <p class="wall-vote-progress figures">
            {vote.method === 'hands' ? text.byHands : text.cast(vote.voted.length, vote.voters.length)}
          </p>
        </>
      ) : (
        <Figures vote={vote} />
      )}
    </section>
  )
}
