import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { Choice, Day, Vote } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { countsDiffer, isCastingDue, votesOf, voteNow } from '../../model/voting'
import { useConnection } from '../../net/connection'
import { refusalSentence, useWords } from '../../text'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { Confirm } from '../ui/Confirm'
import { personName } from '../ui/personName'
import { ReasonDialog } from '../ui/ReasonDialog'
import { useCommand } from '../ui/useCommand'
import { Figures, useResult } from './Figures'
import './vote.css'

/** The vote that goes on, for who leads: how many have voted, closing, the result, confirming it. */
export function VotePanel({ day }: { readonly day: Day }) {
  const { vote: text } = useWords().views
  const id = useId()
  const vote = voteNow(day)
  if (vote === undefined) return null
  return (
    <section class="card vote" data-tone="now" aria-labelledby={id}>
      <p class="eyebrow">{vote.secret ? text.secret : text.title}</p>
      <h2 id={id}>{vote.question}</h2>
      {vote.state === 'open' ? <Open day={day} vote={vote} /> : <Closed day={day} vote={vote} />}
    </section>
  )
}

/** The votes of an item that are over, as they came out. */
export function EarlierVotes({ day, item }: { readonly day: Day; readonly item: string }) {
  const { vote: text } = useWords().views
  const result = useResult()
  const votes = votesOf(day, item).filter(({ state }) => state === 'confirmed')
  if (votes.length === 0) return null
  return (
    <section class="stack" data-fill>
      <h3 class="eyebrow">{text.earlier}</h3>
      {votes.map((vote) => (
        <div key={vote.vote} class="stack" data-fill>
          <p>{vote.question}</p>
          <Figures vote={vote} />
          <p class="soft">{result(vote)}</p>
        </div>
      ))}
    </section>
  )
}

interface Props {
  readonly day: Day
  readonly vote: Vote
}

function Open({ day, vote }: Props) {
  const words = useWords()
  const { vote: text } = words.views
  const { seat, people } = useConnection()
  const { send, busy, trouble } = useCommand()
  const isAsking = useSignal(false)
  const missing = vote.voters.filter((one) => !vote.voted.includes(one.seat))
  const nameOf = (id: string) => personName(words, day, people.value, id)
  return (
    <>
      <dl class="vote-options">
        <div>
          <dt>{text.choice.yes}</dt>
          <dd>{vote.yes_text}</dd>
        </div>
        <div>
          <dt>{text.choice.no}</dt>
          <dd>{vote.no_text}</dd>
        </div>
      </dl>
      {vote.method === 'ballot' ? (
        <>
          <p class="vote-progress figures">{text.cast(vote.voted.length, vote.voters.length)}</p>
          {missing.length > 0 && (
            <details class="vote-missing">
              <summary>{text.missing(missing.length)}</summary>
              <p>{missing.map((one) => nameOf(one.seat)).join(', ')}</p>
            </details>
          )}
        </>
      ) : (
        <Live>
          <p class="vote-progress figures">{text.counted(vote.counts.length)}</p>
          {vote.counts.length > 1 && countsDiffer(vote) && (
            <Banner tone="wait">{refusalSentence(words, 'counts_differ')}</Banner>
          )}
        </Live>
      )}
      <Live urgent>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      {mayCommand(day, seat, 'vote_close') === true && (
        <div class="row">
          <Button
            busy={busy}
            onClick={() => {
              if (vote.method === 'ballot' && missing.length > 0) isAsking.value = true
              else void send('vote_close', { vote: vote.vote })
            }}
          >
            {text.close}
          </Button>
          <Cancel vote={vote} />
        </div>
      )}
      {isAsking.value && (
        <Confirm
          title={text.closeTitle}
          text={text.closeText(missing.length)}
          yes={text.close}
          onClose={() => {
            isAsking.value = false
          }}
          onYes={() => {
            isAsking.value = false
            void send('vote_close', { vote: vote.vote })
          }}
        />
      )}
    </>
  )
}

function Closed({ day, vote }: Props) {
  const { vote: text } = useWords().views
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  const confirm = (casting: Choice) => void send('vote_confirm', { vote: vote.vote, casting })
  const isDue = isCastingDue(vote)
  return (
    <>
      <Figures vote={vote} />
      {vote.yes === vote.no && <p>{isDue ? text.tieNow[vote.tie] : text.tied.base}</p>}
      <Live urgent>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      {mayCommand(day, seat, 'vote_confirm') === true && (
        <div class="row">
          {isDue ? (
            (['yes', 'no'] as const).map((choice) => (
              <Button key={choice} busy={busy} onClick={() => confirm(choice)}>
                {text.wins(text.choice[choice])}
              </Button>
            ))
          ) : (
            <Button busy={busy} onClick={() => confirm('empty')}>
              {text.confirm}
            </Button>
          )}
          <Cancel vote={vote} />
        </div>
      )}
    </>
  )
}

function Cancel({ vote }: { readonly vote: Vote }) {
  const words = useWords()
  const { vote: text } = words.views
  const { send, busy } = useCommand()
  const isAsking = useSignal(false)
  return (
    <>
      <Button
        kind="quiet"
        busy={busy}
        onClick={() => {
          isAsking.value = true
        }}
      >
        {text.cancel}
      </Button>
      {isAsking.value && (
        <ReasonDialog
          title={text.cancelTitle}
          label={words.views.decide.reason}
          hint={text.cancelHint}
          yes={text.cancel}
          onClose={() => {
            isAsking.value = false
          }}
          onReason={(reason) => {
            isAsking.value = false
            void send('vote_cancel', { vote: vote.vote, reason })
          }}
        />
      )}
    </>
  )
}
