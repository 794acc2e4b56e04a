/* shrink.mjs - the fewest bursts, lines and pieces that still lead to a finding. Each try has a server of its own. */
import { Stage } from './play.mjs'

const TRIES = 60

/* -> the finding, or null. */
export async function replay(bursts) {
  let stage
  try {
    stage = await Stage.open('fuzz-door-again')
    for (const burst of bursts) {
      const took = await stage.play(burst)
      if (await stage.isSlow(burst, took)) throw new Error(`a burst holds the server for ${Math.round(took)} ms`)
    }
    await stage.close()
    return null
  } catch (error) {
    await stage?.abandon()
    return error
  }
}

/* null: what was played last does not lead there. */
export async function shrink(tail) {
  let tries = TRIES
  const leads = async (bursts) => tries-- > 0 && (await replay(bursts)) !== null
  let few = null
  for (let n = tail.length - 1; n >= 0 && n >= tail.length - 4 && few === null; n--)
    if (await leads([tail[n]])) few = [tail[n]]
  if (few === null) return (await leads(tail)) ? tail : null
  for (let n = few[0].length - 1; n >= 0; n--) {
    const without = [few[0].filter((_, i) => i !== n)]
    if (without[0].length > 0 && (await leads(without))) few = without
  }
  for (let l = 0; l < few[0].length; l++)
    for (let n = few[0][l].pieces.length - 1; n >= 0; n--) {
      const without = [
        few[0].map((line, i) => (i === l ? { ...line, pieces: line.pieces.filter((_, p) => p !== n) } : line)),
      ]
      if (await leads(without)) few = without
    }
  return few
}
