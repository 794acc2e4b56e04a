import type { Day } from '../../model/messages'
import { MINUTES_DOC, mayRead, mayWrite } from '../../model/rights'
import type { DocumentSession } from '../../net/connection'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { Shell } from '../shell/Shell'
import { Loading } from '../ui/Loading'
import { SavedLine } from '../ui/SavedLine'
import { useDocument } from '../ui/useDocument'
import { Progress } from './Progress'
import { Section } from './Section'
import { useWritten } from './useWritten'
import './minutes.css'

/** The minutes, which write themselves: the secretary polishes, the examiners read and approve, the chair signs. */
export function Minutes() {
  const { minutes } = useWords().views
  const day = useConnection().day.value
  return (
    <Shell title={minutes.title}>
      <div class="page" data-width="narrow">
        {day === null ? <Loading /> : <Whole day={day} />}
      </div>
    </Shell>
  )
}

function Whole({ day }: { readonly day: Day }) {
  const { minutes: text } = useWords().views
  const { seat } = useConnection()
  const session = useDocument(mayRead(day, seat, MINUTES_DOC) ? MINUTES_DOC : '')
  const written = useWritten(day, session)
  const isWriter = mayWrite(day, seat, MINUTES_DOC)
  if (written === undefined) return <Loading />
  if (written === null)
    return (
      <div class="page-head">
        <h1>{text.title}</h1>
        <p class="lead">{day.minutes.state === 'draft' ? text.notYet : text.notForYou}</p>
      </div>
    )
  const { minutes, seal } = written
  return (
    <>
      <div class="page-head">
        <h1>{text.title}</h1>
        <p class="lead">{minutes.title}</p>
        {isWriter && <p class="soft">{text.lead}</p>}
      </div>
      <Progress day={day} seal={seal} />
      {isWriter && session !== null && <Saved session={session} />}
      <dl class="minutes-facts">
        {minutes.facts.map(({ label, text: value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {minutes.sections.map((section) => (
        <Section
          key={section.item}
          day={day}
          section={section}
          session={session !== null && session.mode.value === 'rw' && isWriter ? session : null}
        />
      ))}
      <p class="soft small">{text.annexes(minutes.presence.length, minutes.ballots.length)}</p>
    </>
  )
}

function Saved({ session }: { readonly session: DocumentSession }) {
  return (
    <div class="minutes-saved">
      <SavedLine session={session} />
    </div>
  )
}
