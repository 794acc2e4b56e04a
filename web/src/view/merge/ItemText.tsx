import type { AgendaItem, Day } from '../../model/messages'
import { mayWrite } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { useWords } from '../../text'
import { fullCode, groupOf } from '../order'
import { Banner } from '../ui/Banner'
import { Diff } from '../ui/Diff'
import { Loading } from '../ui/Loading'
import { textIn } from '../ui/Proposal'
import { ProposalFields } from '../ui/ProposalFields'
import { SavedLine } from '../ui/SavedLine'
import { useDocument } from '../ui/useDocument'

interface Props {
  readonly day: Day
  readonly item: AgendaItem
}

/** 9 § a, written by several at once; beside every field the text of the group it came from, with what has changed. */
export function ItemText({ day, item }: Props) {
  const { merge } = useWords().views
  const { seat } = useConnection()
  const session = useDocument(item.doc)
  const isWriter = mayWrite(day, seat, item.doc)
  return (
    <section class="item-text" aria-labelledby={item.item}>
      <div class="card-head">
        <h2 id={item.item}>
          <span class="code">{fullCode(day, item)}</span> {item.title}
        </h2>
        {session !== null && isWriter && <SavedLine session={session} />}
      </div>
      {!isWriter && <Banner>{merge.readOnly}</Banner>}
      {session === null || session.mode.value === 'opening' ? (
        <Loading />
      ) : (
        <ProposalFields
          day={day}
          item={item}
          session={session}
          isWriter={isWriter}
          beside={(field) => <Source day={day} item={item} field={field} now={session.text(field).value} />}
        />
      )}
    </section>
  )
}

/* The way back: this field's words as the group handed them in. */
function Source({ day, item, field, now }: Props & { readonly field: string; readonly now: string }) {
  const { merge } = useWords().views
  const link = item.links.find((l) => l.field === field)
  if (link === undefined) return <p class="pair-from">{merge.newHere}</p>
  const group = day.groups.find((g) => g.doc === link.from_doc) ?? groupOf(day, item)
  const source = textIn(group?.versions.at(-1)?.fields ?? [])(link.from_field)
  return (
    <>
      <p class="pair-from">
        {merge.source(group?.letter ?? '')}
        {source === now && <span class="soft"> · {merge.unchanged}</span>}
      </p>
      <Diff before={source} after={now} />
    </>
  )
}
