/* feedback.ts - how the day was, without names, for those who look after it. */

export interface Feedback {
  readonly count: number
  /** How many gave 1, 2, … 5. */
  readonly benefit: readonly number[]
  readonly influence: readonly number[]
  readonly texts: readonly string[]
}

export async function readFeedback(seat: string): Promise<Feedback | null> {
  try {
    const answer = await fetch(`/api/v1/feedback?seat=${encodeURIComponent(seat)}`)
    return answer.ok ? ((await answer.json()) as Feedback) : null
  } catch {
    return null
  }
}
