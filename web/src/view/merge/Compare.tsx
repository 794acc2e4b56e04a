import type { AgendaItem, Day, WorkingGroup } from '../../model/messages'
import { fieldName, useWords } from '../../text'
import { fullCode, proposalsOf } from '../order'
import { GroupStatus } from '../ui/GroupStatus'
import { Loading } from '../ui/Loading'
import { Proposal, textIn } from '../ui/Proposal'
import { useDocument } from '../ui/useDocument'

/** All groups beside each other: what was handed in, or what is on the agenda now; who has not, with its clock. */
export function Compare({ day }: { readonly day: Day }) {
  return (
    <div class="compare">
      {day.groups.map((group) => {
        const item = proposalsOf(day).find((i) => i.group === group.group)
        return <Column key={group.group} day={day} group={group} item={item} />
      })}
    </div>
  )
}

interface ColumnProps {
  readonly day: Day
  readonly group: WorkingGroup
  readonly item: AgendaItem | undefined
}

function Column({ day, group, item }: ColumnProps) {
  const words = useWords()
  const { merge } = words.views
  return (
    <section class="card" data-tone={item === undefined ? undefined : 'now'}>
      <div class="stack" data-fill>
        <p class="eyebrow">
          {merge.group(group.letter)}
          {item !== undefined && <span class="code"> → {fullCode(day, item)}</span>}
        </p>
        <h2 class="compare-theme">{group.theme}</h2>
        <GroupStatus group={group} />
      </div>
      {item !== undefined ? <OnAgenda item={item} /> : <HandedIn group={group} />}
    </section>
  )
}

function HandedIn({ group }: { readonly group: WorkingGroup }) {
  const words = useWords()
  const { merge } = words.views
  const version = group.state === 'handed_in' ? group.versions.at(-1) : undefined
  if (version === undefined) return <p class="soft">{merge.notHandedIn}</p>
  const missing = version.missing.map((field) => fieldName(words, field, version.actions)).filter((name) => name !== '')
  return (
    <>
      {missing.length > 0 && <p class="compare-missing">{merge.missing(missing.join(', '))}</p>}
      <Proposal actions={version.actions} text={textIn(version.fields)} />
    </>
  )
}

function OnAgenda({ item }: { readonly item: AgendaItem }) {
  const session = useDocument(item.doc)
  if (session === null || session.mode.value === 'opening') return <Loading />
  return <Proposal actions={item.actions} text={(field) => session.text(field).value} />
}
