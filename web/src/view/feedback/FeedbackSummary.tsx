import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Day } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { type Feedback, readFeedback } from '../../net/feedback'
import { language, useWords } from '../../text'
import './feedback.css'

/** What those who took part thought of it, for who looks after the day. */
export function FeedbackSummary({ day }: { readonly day: Day }) {
  const { feedback } = useWords().views
  const { seat } = useConnection()
  const read = useSignal<Feedback | null>(null)
  const answered = day.feedback.length
  useEffect(() => {
    let isCurrent = true
    void readFeedback(seat).then((now) => {
      if (isCurrent) read.value = now
    })
    return () => {
      isCurrent = false
    }
  }, [seat, answered, read])
  const all = read.value
  return (
    <section class="card">
      <h2>{feedback.summary}</h2>
      {all === null || all.count === 0 ? (
        <p class="soft">{feedback.none}</p>
      ) : (
        <>
          <p class="figures">{feedback.count(all.count)}</p>
          <p>
            {feedback.benefit}: {feedback.average(averageOf(all.benefit))}
          </p>
          <p>
            {feedback.influence}: {feedback.average(averageOf(all.influence))}
          </p>
          {all.texts.length > 0 && (
            <ul class="feedback-texts">
              {all.texts.map((text, i) => (
                <li key={`${i} ${text}`}>{text}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  )
}

function averageOf(grades: readonly number[]): string {
  const count = grades.reduce((sum, one) => sum + one, 0)
  const sum = grades.reduce((all, one, i) => all + one * (i + 1), 0)
  return new Intl.NumberFormat(language.value, { maximumFractionDigits: 1 }).format(count === 0 ? 0 : sum / count)
}
