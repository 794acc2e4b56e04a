import { useSignal } from '@preact/signals'
import type { Day, Post } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Banner, Live } from '../ui/Banner'
import { Button } from '../ui/Button'
import { personName } from '../ui/personName'
import { useCommand } from '../ui/useCommand'
import { ElectDialog } from './ElectDialog'

export const POSTS: readonly Post[] = ['chair', 'vice_chair', 'secretary', 'examiner', 'counter']

/** Who holds which post; the chair and the secretary record the elections, all in one act. */
export function Officers({ day }: { readonly day: Day }) {
  const words = useWords()
  const { officers } = words.views
  const { seat, people } = useConnection()
  const { send, busy, trouble } = useCommand()
  const isAsking = useSignal(false)
  const mayElect = mayCommand(day, seat, 'officers_elect') === true
  const namesOf = (post: Post) =>
    day.officers.filter((one) => one.post === post).map((one) => personName(words, day, people.value, one.seat))
  return (
    <section class="card agenda-officers" aria-labelledby="officers">
      <h2 id="officers">{officers.title}</h2>
      <dl>
        {POSTS.filter((post) => post !== 'vice_chair' || namesOf(post).length > 0).map((post) => (
          <div key={post}>
            <dt class="soft">{officers.post[post]}</dt>
            <dd>{namesOf(post).join(', ') || officers.none}</dd>
          </div>
        ))}
      </dl>
      {mayElect && (
        <div class="row no-print">
          <Button
            kind="secondary"
            busy={busy}
            why={day.in_hand === '' ? officers.itemFirst : null}
            onClick={() => {
              isAsking.value = true
            }}
          >
            {officers.elect}
          </Button>
        </div>
      )}
      <Live urgent>{trouble !== null && <Banner tone="stop">{trouble}</Banner>}</Live>
      {isAsking.value && (
        <ElectDialog
          day={day}
          onClose={() => {
            isAsking.value = false
          }}
          onElect={(elected) => {
            isAsking.value = false
            void send('officers_elect', { item: day.in_hand, officers: elected })
          }}
        />
      )}
    </section>
  )
}
