/* wait.mjs - waiting with a bound and a reason: a test that waits for ever says nothing. */
export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/* Asks again and again; resolves with the first answer that is not falsy. */
export async function until(ask, ms, what) {
  const deadline = performance.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (performance.now() > deadline) throw new Error(`${what}: not within ${ms} ms`)
    await sleep(10)
  }
}

export async function within(promise, ms, what) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
