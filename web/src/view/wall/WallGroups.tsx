import type { Day, WorkingGroup } from '../../model/messages'
import { useConnection } from '../../net/connection'
import { language, useWords } from '../../text'
import { clockTime } from '../../text/format'
import { leftMs, presentIn } from '../ui/GroupStatus'
import { useNow } from '../ui/useNow'

/** The groups at work: what each does, how long it has, how many are there. Their drafts are not for the hall yet. */
export function WallGroups({ day }: { readonly day: Day }) {
  return (
    <section class="wall-columns">
      {day.groups.map((group) => (
        <Group key={group.group} day={day} group={group} />
      ))}
    </section>
  )
}

function Group({ day, group }: { readonly day: Day; readonly group: WorkingGroup }) {
  const { views } = useWords()
  const { present } = useConnection()
  const left = leftMs(group, useNow())
  const version = group.versions.at(-1)
  const time = (ms: number) => clockTime(ms, language.value, day.timezone)
  return (
    <article class="wall-card" data-state={group.state}>
      <h2 class="wall-letter">{group.letter}</h2>
      <p class="wall-theme">{group.theme}</p>
      <p class="wall-state">{views.groupState[group.state]}</p>
      <p class="wall-time figures">
        {left === null ? (
          version !== undefined && <span class="wall-small">{views.clock.at(time(version.at_ms))}</span>
        ) : left <= 0 ? (
          <span class="wall-small">{views.clock.over}</span>
        ) : (
          <>
            {Math.ceil(left / 60_000)}
            <span class="wall-small">{views.wall.min}</span>
          </>
        )}
      </p>
      <p class="wall-foot">
        <span>{views.present(presentIn(day, present.value, group.group))}</span>
        {left !== null && left > 0 && group.state === 'writing' && (
          <span>{views.clock.until(time(group.ends_ms))}</span>
        )}
      </p>
    </article>
  )
}
