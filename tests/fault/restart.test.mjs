/* A restart in the middle of the day: three hundred clients are told when to come back, come back spread out, and all are
 * there within five seconds. And a start on a log of 200 000 records: two seconds until the first answer. */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { ROOT, Server } from '../lib/server.mjs'
import { sleep, until } from '../lib/wait.mjs'

const CLIENTS = 300
const ALL_BACK_MS = 5000
const FEWEST_MOMENTS = 6 /* of a quarter of a second, in which somebody came */
const RECORDS = 200_000
const START_MS = 2000
/* A sanitizer's build is several times as slow: there only the rest is looked at. */
const SLOWER = process.env.SAN ? 20 : 1
const BUILD = resolve(process.env.SOPU_BINARY ?? join(ROOT, 'build/sopu'), '..')

describe('a restart', () => {
  it(`with ${CLIENTS} clients: told when to come back, all there within ${ALL_BACK_MS} ms, not all at once`, async () => {
    const server = await Server.demo({ name: 'restart' })
    const hubs = []
    try {
      const seats = [...server.links.keys()]
      while (hubs.length < CLIENTS) {
        const some = Array.from({ length: 20 }, (_, i) => seats[(hubs.length + i) % seats.length])
        hubs.push(...(await Promise.all(some.map((seat) => Hub.enter(server, seat)))))
      }
      const retries = new Map()
      for (const hub of hubs) hub.on('message', ({ op, retry_ms }) => op === 'restarting' && retries.set(hub, retry_ms))
      const { code } = await server.stop()
      assert.equal(code, 0)
      await until(() => hubs.every(({ closed }) => closed), 5000, 'all lines are closed')
      assert.equal(retries.size, CLIENTS, 'everyone was told when to come back')
      assert.ok(hubs.every(({ closed }) => closed.code === 1012))

      const began = performance.now()
      const came = []
      const comeBack = async (hub) => {
        await sleep(retries.get(hub))
        while (!hub.isOpen) await hub.connect().catch(() => sleep(100 + Math.random() * 400))
        came.push(performance.now() - began)
      }
      await Promise.all([server.restart(), ...hubs.map(comeBack)])
      const moments = new Set(came.map((ms) => Math.floor(ms / 250)))
      console.log(
        `  all ${CLIENTS} were back after ${Math.max(...came).toFixed(0)} ms, in ${moments.size} quarters of a second`,
      )
      assert.ok(Math.max(...came) < ALL_BACK_MS * SLOWER, `the last after ${Math.max(...came)} ms`)
      assert.ok(moments.size >= FEWEST_MOMENTS, `they came in ${moments.size} quarters of a second`)
    } finally {
      for (const hub of hubs) await hub.close()
      await server.end()
    }
  })

  it(`on a log of ${RECORDS} records answers within ${START_MS} ms`, async () => {
    const server = await Server.demo({ name: 'restart' })
    try {
      const { seat, group } = [...server.links.values()].find(
        ({ roles, group }) => roles.includes('facilitator') && group,
      )
      await server.stop()
      execFileSync(join(BUILD, 'fault/long_log'), [server.database, group, seat, RECORDS])
      const began = performance.now()
      const child = spawn(join(BUILD, 'sopu'), ['serve', '--db', server.database, '--port', String(server.port)], {
        stdio: 'ignore',
      })
      try {
        await until(() => server.isUp(), START_MS * 10 * SLOWER, 'it answers')
        const ms = performance.now() - began
        console.log(`  answered after ${ms.toFixed(0)} ms`)
        assert.ok(ms < START_MS * SLOWER, `${ms} ms`)
      } finally {
        child.kill()
        await new Promise((ended) => child.once('exit', ended))
      }
    } finally {
      await server.end()
    }
  })
})
