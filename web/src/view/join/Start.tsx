import { useEffect } from 'preact/hooks'
import { useWords } from '../../text'
import { Front } from './Front'

/** `/`: for those who came without a link. */
export function Start() {
  const { start } = useWords().views
  useEffect(() => {
    document.title = `Sopu – ${start.title}`
  }, [start])
  return (
    <Front>
      <h1>{start.title}</h1>
      <p class="lead">{start.lead}</p>
      <section class="card stack" data-fill>
        <h2>{start.how}</h2>
        <ol class="steps">
          <li>{start.step1}</li>
          <li>{start.step2}</li>
          <li>{start.step3}</li>
        </ol>
      </section>
      <div class="row">
        <a class="button" data-kind="secondary" href="/aula">
          {start.code}
        </a>
        <a class="way" href="/agenda">
          {start.agenda}
        </a>
      </div>
    </Front>
  )
}
