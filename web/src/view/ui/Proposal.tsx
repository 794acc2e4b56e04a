import type { ComponentChildren } from 'preact'
import type { Field } from '../../model/messages'
import { useWords } from '../../text'

export type TextOf = (field: string) => string

/** Looks a field up in a kept text: a version, a proposal, a decision. */
export const textIn =
  (fields: readonly Field[]): TextOf =>
  (field) =>
    fields.find((f) => f.field === field)?.text ?? ''

interface Props {
  readonly actions: readonly string[]
  readonly text: TextOf
  /** How a field's words are drawn; plainly, if nothing is said. */
  readonly draw?: (field: string) => ComponentChildren
  /** The level its title has on the page. */
  readonly level?: 2 | 3 | 4
  readonly withTitle?: boolean
}

/** A decision proposal as people read it: title, decision, rationale, one to three actions. */
export function Proposal({ actions, text, draw, level = 3, withTitle = true }: Props) {
  const words = useWords()
  const Title = `h${level}` as const
  const Part = `h${level + 1}` as 'h3' | 'h4' | 'h5'
  const drawn = (field: string) => draw?.(field) ?? <p class="written">{text(field)}</p>
  return (
    <div class="proposal">
      {withTitle && <Title class="written">{text('title') || words.views.proposal.noTitle}</Title>}
      <section class="proposal-part">
        <Part class="label">{words.field.decision}</Part>
        {drawn('decision')}
      </section>
      {actions.map((action, at) => (
        <section class="proposal-action" key={action}>
          <Part class="label">{words.views.proposal.action(at + 1)}</Part>
          {drawn(`${action}/what`)}
          <dl class="facts">
            {(['who', 'when', 'measure'] as const).map((part) => (
              <div key={part}>
                <dt>{words.field[part]}</dt>
                <dd>{drawn(`${action}/${part}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {(draw !== undefined || text('rationale') !== '') && (
        <section class="proposal-part">
          <Part class="label">{words.field.rationale}</Part>
          {drawn('rationale')}
        </section>
      )}
    </div>
  )
}
