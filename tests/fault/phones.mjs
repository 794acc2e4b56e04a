/* phones.mjs - a process of its own that holds some people's phones: stopped (SIGSTOP) they answer nothing, neither pings
 * nor words. Told over IPC who they are; says when all of them have the text. */
import { Hub } from '../lib/hub.mjs'

process.on('message', async ({ url, links, group }) => {
  const server = { url, links: new Map(links) }
  for (const seat of server.links.keys()) await (await Hub.enter(server, seat)).open(group)
  process.send('here')
})
process.on('disconnect', () => process.exit(0))
