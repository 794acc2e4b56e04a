/* random.mjs - the same chances again: SEED=n repeats a round that went wrong. */
export const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))

export function randomOf(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    below: (n) => Math.floor(next() * n),
    oneIn: (n) => next() * n < 1,
    of: (list) => list[Math.floor(next() * list.length)],
  }
}
