/* tap.mjs - everything a server says: each frame of each line, each answer to each request. Tests search in it for what
 * should not have been said. */
const fetched = []

/* From now on every answer that this process gets by HTTP is kept: { seat, path, text }. */
export function tapFetch() {
  const plain = globalThis.fetch
  globalThis.fetch = async (url, options = {}) => {
    const answer = await plain(url, options)
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
    const text = await answer.clone().text()
    fetched.push({ seat: options.headers?.['X-Sopu-Seat'], path: new URL(url).pathname, text: `${headers}\n\n${text}` })
    return answer
  }
  return { answers: fetched, end: () => (globalThis.fetch = plain) }
}

/* All that comes on a hub's line, as text. The welcome came before: it is the first. */
export function tapHub(hub) {
  const frames = [JSON.stringify(hub.welcome)]
  hub.on('message', (message) => frames.push(JSON.stringify(message)))
  hub.on('binary', (_, bytes) => frames.push(Buffer.from(bytes).toString('utf8')))
  return frames
}
