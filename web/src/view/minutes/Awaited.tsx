import type { Day } from '../../model/messages'
import { mayCommand } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'

/** On the own page: the minutes wait for this person, or may be read. */
export function Awaited({ day }: { readonly day: Day }) {
  const { minutes } = useWords().views
  const { seat } = useConnection()
  const { state, approvals } = day.minutes
  const isToExamine =
    state === 'examining' &&
    mayCommand(day, seat, 'minutes_approve') === true &&
    !approvals.some((one) => one.seat === seat)
  const isToSign = state === 'examined' && mayCommand(day, seat, 'minutes_sign') === true
  const isToRead = state === 'signed' || state === 'published'
  if (!isToExamine && !isToSign && !isToRead) return null
  return (
    <section class="card" data-tone={isToRead ? undefined : 'now'}>
      <h2>{isToExamine ? minutes.toExamine : isToSign ? minutes.toSign : minutes.title}</h2>
      <p>
        <a class="way" href={`/p/${seat}/minutes`}>
          {minutes.toRead}
        </a>
      </p>
    </section>
  )
}
