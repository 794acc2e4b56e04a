import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { AgendaItem, Amendment, AmendmentState, Day, Statement } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { amendmentsOf, statementsOf, takesPart, voteNow } from '../../model/voting'
import { useConnection } from '../../net/connection'
import { fieldName, language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { personName } from '../ui/personName'
import { Tag, type Tone } from '../ui/Tag'
import { useCommand } from '../ui/useCommand'
import { VoteDialog } from '../vote/VoteDialog'
import { EarlierVotes, VotePanel } from '../vote/VotePanel'
import { AmendDialog, SecondDialog } from './AmendDialog'
import { StatementDialog } from './StatementDialog'
import { WordingDialog } from './WordingDialog'
import './motion.css'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
}

type Asking =
  | { readonly kind: 'amend' | 'state' | 'vote' }
  | { readonly kind: 'second' | 'adopt' | 'voteOn'; readonly amendment: Amendment }

/** What was moved about the item in hand, and what becomes of it: for the chair and the secretary. */
export function Motions({ day, item }: Props) {
  const { motion } = useWords().views
  const { seat } = useConnection()
  const { send, busy, trouble } = useCommand()
  const asking = useSignal<Asking | null>(null)
  const id = useId()
  const leads = mayCommand(day, seat, 'amendment_settle') === true || mayCommand(day, seat, 'vote_open') === true
  const amendments = amendmentsOf(day, item.item)
  const isOpen = item.state === 'in_hand'
  const isProposal = item.doc !== ''
  const isVoting = voteNow(day) !== undefined
  const mayOpenVote = mayCommand(day, seat, 'vote_open') === true && isOpen && !isVoting
  const settle = (amendment: string, outcome: AmendmentState, wording = '') =>
    void send('amendment_settle', { amendment, outcome, wording })
  const close = () => {
    asking.value = null
  }
  const now = asking.value
  return (
    <section class="stack motions" data-fill aria-labelledby={id}>
      <h3 id={id} class="label">
        {isProposal ? motion.title : motion.titlePlain}
      </h3>
      <VotePanel day={day} />
      {amendments.length === 0 && isProposal && <p class="soft">{motion.none}</p>}
      <ol class="motion-list">
        {amendments.map((one) => (
          <li key={one.amendment}>
            <Moved day={day} item={item} amendment={one} />
            {leads && one.state === 'open' && !isVoting && (
              <div class="row no-print">
                {one.seconder === '' ? (
                  <>
                    <Button
                      kind="secondary"
                      busy={busy}
                      onClick={() => {
                        asking.value = { kind: 'second', amendment: one }
                      }}
                    >
                      {motion.seconded}
                    </Button>
                    <Button kind="quiet" busy={busy} onClick={() => settle(one.amendment, 'lapsed')}>
                      {motion.lapses}
                    </Button>
                  </>
                ) : (
                  <>
                    <Button
                      kind="secondary"
                      busy={busy}
                      onClick={() => {
                        asking.value = { kind: 'adopt', amendment: one }
                      }}
                    >
                      {motion.adopt}
                    </Button>
                    {mayOpenVote && (
                      <Button
                        kind="secondary"
                        busy={busy}
                        onClick={() => {
                          asking.value = { kind: 'voteOn', amendment: one }
                        }}
                      >
                        {motion.vote}
                      </Button>
                    )}
                    <Button kind="quiet" busy={busy} onClick={() => settle(one.amendment, 'rejected')}>
                      {motion.reject}
                    </Button>
                  </>
                )}
                <Button
                  kind="quiet"
                  busy={busy}
                  onClick={() => void send('amendment_withdraw', { amendment: one.amendment })}
                >
                  {motion.withdraw}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ol>
      <EarlierVotes day={day} item={item.item} />
      <Statements day={day} item={item} />
      <Live urgent>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      {leads && (
        <div class="row no-print">
          {isProposal && isOpen && !isVoting && (
            <Button
              kind="secondary"
              onClick={() => {
                asking.value = { kind: 'amend' }
              }}
            >
              {motion.record}
            </Button>
          )}
          {mayOpenVote && (
            <Button
              kind="quiet"
              onClick={() => {
                asking.value = { kind: 'vote' }
              }}
            >
              {motion.voteElse}
            </Button>
          )}
          <Button
            kind="quiet"
            onClick={() => {
              asking.value = { kind: 'state' }
            }}
          >
            {motion.recordStatement}
          </Button>
        </div>
      )}
      {now?.kind === 'amend' && (
        <AmendDialog
          day={day}
          item={item}
          onClose={close}
          onAmend={(data) => {
            close()
            void send('amendment_make', data)
          }}
        />
      )}
      {now?.kind === 'state' && (
        <StatementDialog
          day={day}
          item={item}
          onClose={close}
          onState={(data) => {
            close()
            void send('statement_make', data)
          }}
        />
      )}
      {now?.kind === 'second' && (
        <SecondDialog
          day={day}
          mover={now.amendment.seat}
          onClose={close}
          onSecond={(by) => {
            close()
            void send('amendment_second', { amendment: now.amendment.amendment, seat: by })
          }}
        />
      )}
      {now?.kind === 'adopt' && (
        <WordingDialog
          amendment={now.amendment}
          onClose={close}
          onAdopt={(wording) => {
            close()
            settle(now.amendment.amendment, 'adopted', wording)
          }}
        />
      )}
      {(now?.kind === 'vote' || now?.kind === 'voteOn') && (
        <VoteDialog
          day={day}
          item={item.item}
          amendment={now.kind === 'voteOn' ? now.amendment : null}
          onClose={close}
          onOpen={(data) => {
            close()
            void send('vote_open', data)
          }}
        />
      )}
    </section>
  )
}

const tones: Record<AmendmentState, Tone> = {
  open: 'live',
  adopted: 'done',
  rejected: 'stop',
  lapsed: 'rest',
  withdrawn: 'rest',
}

/** One amendment in words: who, seconded by whom, to what, and how it stands. */
export function Moved({ day, item, amendment }: Props & { readonly amendment: Amendment }) {
  const words = useWords()
  const { motion } = words.views
  const { people } = useConnection()
  const nameOf = (seat: string) => personName(words, day, people.value, seat)
  const { seat, seconder, field, text, wording, state } = amendment
  return (
    <div class="stack motion" data-fill>
      <p>
        <strong>{nameOf(seat)}</strong>
        {seconder === '' ? ` (${motion.notSeconded})` : `, ${motion.secondedBy(nameOf(seconder))}`}{' '}
        <Tag tone={tones[state]}>{motion.state[state]}</Tag>
      </p>
      <p class="soft small">{fieldName(words, field, item.actions)}</p>
      <p class="written">{text}</p>
      {wording !== '' && (
        <p>
          <span class="soft">{motion.wording}</span> {wording}
        </p>
      )}
    </div>
  )
}

function Statements({ day, item }: Props) {
  const words = useWords()
  const { motion } = words.views
  const { people, seat } = useConnection()
  const { send, busy } = useCommand()
  const nameOf = ({ seat: by }: Statement) => personName(words, day, people.value, by)
  const statements = statementsOf(day, item.item)
  if (statements.length === 0) return null
  return (
    <section class="stack" data-fill>
      <h3 class="eyebrow">{motion.statements}</h3>
      {statements.map((one) => (
        <div key={one.statement} class="stack motion" data-fill>
          <p>
            <strong>{nameOf(one)}</strong>{' '}
            <span class="soft">
              {motion.kind[one.kind]}, {clockTime(one.at_ms, language.value, day.timezone)}
            </span>
          </p>
          <p class="written">{one.text}</p>
          {mayCommand(day, seat, 'statement_withdraw', { seat: one.seat }) === true && takesPart(day, seat) && (
            <Button
              kind="quiet"
              busy={busy}
              label={`${motion.take} (${nameOf(one)})`}
              onClick={() => void send('statement_withdraw', { statement: one.statement })}
            >
              {motion.take}
            </Button>
          )}
        </div>
      ))}
    </section>
  )
}
