import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Choice, Day, Vote } from '../../model/messages'
import { CHOICES, countsDiffer, isCounter, isVoter, voteNow, voterFor } from '../../model/voting'
import { useConnection } from '../../net/connection'
import { refusalSentence, useWords } from '../../text'
import { Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { personName } from '../ui/personName'
import { useCommand } from '../ui/useCommand'
import { Figures } from './Figures'
import { OWN_VOTE } from './VoteCall'
import './vote.css'

/** The vote on one's own phone: three large buttons, a counter's three numbers, or who votes for one's organisation. */
export function OwnVote({ day }: { readonly day: Day }) {
  const { vote: text } = useWords().views
  const { seat } = useConnection()
  const id = useId()
  const vote = voteNow(day)
  if (vote === undefined) return null
  return (
    <section class="card vote" id={OWN_VOTE} data-tone="now" aria-labelledby={id}>
      <p class="eyebrow">{vote.secret ? text.secret : text.title}</p>
      <h2 id={id}>{vote.question}</h2>
      {vote.state === 'closed' ? (
        <>
          <Figures vote={vote} />
          <p class="soft">{text.waits}</p>
        </>
      ) : vote.method === 'hands' ? (
        <ByHands key={vote.vote} day={day} vote={vote} />
      ) : isVoter(vote, seat) ? (
        <Ballot key={vote.vote} vote={vote} />
      ) : (
        <NoVote day={day} vote={vote} />
      )}
    </section>
  )
}

function Ballot({ vote }: { readonly vote: Vote }) {
  const { vote: text } = useWords().views
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  /* What was tapped on this device; nobody else is told, not even this person's other devices. */
  const mine = useSignal<Choice | null>(null)
  const meaning = { yes: vote.yes_text, no: vote.no_text, empty: '' }
  const hasVoted = vote.voted.includes(seat)

  async function cast(choice: Choice) {
    if (await send('ballot_cast', { vote: vote.vote, seat, choice })) mine.value = choice
  }
  return (
    <>
      <div class="vote-ballot">
        {CHOICES.map((choice) => (
          <button
            key={choice}
            type="button"
            class="vote-choice"
            data-choice={choice}
            aria-pressed={mine.value === choice}
            aria-disabled={busy}
            onClick={() => !busy && void cast(choice)}
          >
            <strong>{text.choice[choice]}</strong>
            <span>{meaning[choice]}</span>
          </button>
        ))}
      </div>
      <Live>
        {hasVoted && (
          <p>
            <strong>{mine.value === null ? text.castBefore : text.castNow(text.choice[mine.value])}</strong>{' '}
            {text.mayChange}
          </p>
        )}
      </Live>
      <Live urgent>{trouble !== null && <p class="error">{trouble}</p>}</Live>
      <p class="soft figures">{text.cast(vote.voted.length, vote.voters.length)}</p>
    </>
  )
}

interface Props {
  readonly day: Day
  readonly vote: Vote
}

function NoVote({ day, vote }: Props) {
  const words = useWords()
  const { vote: text } = words.views
  const { seat, people } = useConnection()
  const other = voterFor(day, vote, seat)
  return (
    <>
      <p>{other === undefined ? text.noVote : text.otherVotes(personName(words, day, people.value, other))}</p>
      <p class="soft figures">{text.cast(vote.voted.length, vote.voters.length)}</p>
    </>
  )
}

function ByHands({ day, vote }: Props) {
  const words = useWords()
  const { vote: text } = words.views
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  const id = useId()
  const own = vote.counts.find((one) => one.seat === seat)
  const figures = { yes: useSignal(''), no: useSignal(''), empty: useSignal('') }
  const wrong = useSignal(false)
  if (!isCounter(day, seat)) return <p>{text.raise}</p>

  function give() {
    const read = (choice: Choice) => (/^\d{1,4}$/.test(figures[choice].value) ? Number(figures[choice].value) : -1)
    const [yes, no, empty] = [read('yes'), read('no'), read('empty')]
    wrong.value = yes < 0 || no < 0 || empty < 0
    if (!wrong.value) void send('count_enter', { vote: vote.vote, yes, no, empty })
  }
  return (
    <form
      class="stack"
      data-fill
      onSubmit={(event) => {
        event.preventDefault()
        give()
      }}
    >
      <div class="vote-count">
        {CHOICES.map((choice) => (
          <div class="field" key={choice}>
            <label for={`${id}-${choice}`}>{text.choice[choice]}</label>
            <input
              id={`${id}-${choice}`}
              class="input figures"
              inputMode="numeric"
              autocomplete="off"
              maxLength={4}
              value={figures[choice].value}
              aria-describedby={`${id}-error`}
              onInput={(event) => {
                figures[choice].value = event.currentTarget.value.trim()
              }}
            />
          </div>
        ))}
      </div>
      <p class="error" id={`${id}-error`} role="alert">
        {wrong.value ? refusalSentence(words, 'counts_too_many') : (trouble ?? '')}
      </p>
      <Button type="submit" busy={busy}>
        {text.give}
      </Button>
      <Live>
        {own !== undefined && <p>{text.gave(own.yes, own.no, own.empty)}</p>}
        {vote.counts.length > 1 && countsDiffer(vote) && <p>{refusalSentence(words, 'counts_differ')}</p>}
      </Live>
    </form>
  )
}
