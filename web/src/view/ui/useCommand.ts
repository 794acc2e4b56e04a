import { useSignal } from '@preact/signals'
import type { CommandData, CommandKind, Refusal } from '../../model/messages'
import { mayCommand, type Target } from '../../model/rights'
import { useConnection } from '../../net/connection'
import { refusalSentence, useWords } from '../../text'
import { fullCode } from '../order'

/** Sends wishes for one place on the screen; `trouble` is the sentence to show when the last one did not happen. */
export function useCommand() {
  const connection = useConnection()
  const words = useWords()
  const waiting = useSignal(0)
  /* Not its sentence: the language may change. */
  const trouble = useSignal<{ code: Refusal | null; detail: string | null } | null>(null)

  async function send<K extends CommandKind>(kind: K, data: CommandData[K]): Promise<boolean> {
    waiting.value++
    trouble.value = null
    try {
      const answer = await connection.command(kind, data)
      if (answer.outcome === 'refused') trouble.value = answer
      if (answer.outcome === 'unknown') trouble.value = { code: null, detail: null }
      return answer.outcome === 'done'
    } finally {
      waiting.value--
    }
  }

  /* A detail may be an item, which people know by its code. */
  function sentenceOf(code: Refusal | null, detail: string | null): string {
    if (code === null) return words.common.unknownOutcome
    const day = connection.day.value
    const item = day?.items.find((i) => i.item === detail)
    if (day === null || item === undefined) return refusalSentence(words, code, detail)
    return `${refusalSentence(words, code)} (${fullCode(day, item)})`
  }

  /** Why a button for this is not to be pressed now, or null. */
  function why(kind: CommandKind, target?: Target): string | null {
    const day = connection.day.value
    if (day === null) return words.views.shell.loading
    if (!connection.storageOk.value) return refusalSentence(words, 'storage')
    const verdict = mayCommand(day, connection.seat, kind, target)
    return verdict === true ? null : refusalSentence(words, verdict)
  }

  /** What was wrong is wrong no more. */
  function forget(): void {
    trouble.value = null
  }

  return {
    send,
    why,
    forget,
    busy: waiting.value > 0,
    trouble: trouble.value && sentenceOf(trouble.value.code, trouble.value.detail),
  }
}
