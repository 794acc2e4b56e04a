import type { Vote } from '../../model/messages'
import { CHOICES } from '../../model/voting'
import { useWords } from '../../text'

/** The numbers of a vote that is closed, each with what it stands for. */
export function Figures({ vote }: { readonly vote: Vote }) {
  const { vote: text } = useWords().views
  const meaning = { yes: vote.yes_text, no: vote.no_text, empty: '' }
  return (
    <dl class="vote-figures">
      {CHOICES.map((choice) => (
        <div key={choice} data-won={vote.state === 'confirmed' && vote.result === choice ? true : undefined}>
          <dt>
            <strong>{text.choice[choice]}</strong> {meaning[choice]}
          </dt>
          <dd class="figures">{vote[choice]}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What a confirmed vote came to, as a sentence. */
export function useResult(): (vote: Vote) => string {
  const { vote: text } = useWords().views
  return (vote) => {
    if (vote.state !== 'confirmed') return ''
    const won = vote.result === 'no' ? vote.no_text : vote.yes_text
    const how = vote.yes !== vote.no ? '' : text.tied[vote.tie]
    return [how, text.won(text.choice[vote.result], won)].filter(Boolean).join(' ')
  }
}
