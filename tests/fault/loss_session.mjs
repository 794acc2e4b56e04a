/* loss_session.mjs - runs inside tests/fault/lossy.c: a group types and its facilitator presses for SECONDS over a line that
 * loses packets. Prints what came of it as one line of JSON, which loss.test.mjs judges. */
import { readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { seatsWith } from '../lib/model.mjs'
import { randomOf, SEED } from '../lib/random.mjs'
import { Server } from '../lib/server.mjs'
import { sleep, until } from '../lib/wait.mjs'
import { Presser, Writer } from '../lib/writers.mjs'

const SECONDS = Number(process.env.SECONDS ?? 20)
const WRITERS = 8
const PATIENCE_MS = 60_000
const OURS = '10.9.0.1'
const OVER_THE_LINE = '10.9.0.2'

/* The server listens on loopback, which loses nothing: as a reverse proxy would, this takes what comes by the line. */
function proxyTo(port) {
  const proxy = createServer({ noDelay: true }, (outer) => {
    const inner = connect({ port, host: '127.0.0.1', noDelay: true })
    outer.pipe(inner).pipe(outer)
    outer.on('error', () => inner.destroy())
    inner.on('error', () => outer.destroy())
  })
  return new Promise((resolve) => proxy.listen(port, OURS, () => resolve(proxy)))
}

/* Of this network alone. */
function retransmitted() {
  const [names, values] = readFileSync('/proc/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(' '))
  return Number(values[names.indexOf('RetransSegs')])
}

const textsOf = ({ channel }) => JSON.stringify(Object.entries(channel.texts()).sort())

const server = await Server.demo({ name: 'loss' })
const proxy = await proxyTo(server.port)
server.url = `http://${OVER_THE_LINE}:${server.port}`

const [facilitator] = [...server.links.values()]
  .filter(({ roles, group }) => roles.includes('facilitator') && group)
  .map(({ seat }) => seat)
const presser = await Presser.enter(server, facilitator)
const { day } = presser.hub.welcome
const group = day.seats.find(({ seat }) => seat === facilitator).group
presser.group = group
await presser.hub.do('group_start', { group, minutes: 90 })
await presser.hub.do('action_add', { doc: group })
const members = seatsWith(day, 'participant').filter((seat) =>
  day.seats.some((one) => one.seat === seat && one.group === group),
)
const writers = await Promise.all(
  members.slice(0, WRITERS).map((seat) => Writer.enter(server, seat, group, randomOf(SEED))),
)

const typing = [...writers.map((writer) => writer.write()), presser.press()]
await sleep(SECONDS * 1000)
for (const one of [...writers, presser]) one.stop()
await Promise.all(typing)
const lines = [...writers, presser].map(({ hub }) => hub)
const lostLines = lines.filter((hub) => hub.closed !== null).length
for (const { channel } of writers) await channel.saved()
const [first] = writers
await until(() => writers.every((one) => textsOf(one) === textsOf(first)), PATIENCE_MS, 'everyone has the same text')
const last = JSON.parse(textsOf(first))
for (const hub of lines) await hub.close()
proxy.close()
await server.stop()
const onDisk = (await server.verify()).get(group).fields
await server.end()
console.log(
  JSON.stringify({
    lostLines,
    retransmitted: retransmitted(),
    typed: writers.reduce((sum, { saved }) => sum + saved.length, 0),
    pressed: presser.pressed.length,
    done: presser.pressed.filter(({ answer }) => answer.outcome === 'done').length,
    words: last.filter(([, text]) => text !== ''),
    onDisk: Object.entries(onDisk)
      .filter(([, text]) => text !== '')
      .sort(),
  }),
)
