/* The disk is full: nothing acknowledged is lost, people are told and see a read-only day, and when there is space
 * again all goes on by itself. A small disk of its own needs the right to mount one. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmdirSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Hub } from '../lib/hub.mjs'
import { groupOf } from '../lib/model.mjs'
import { randomOf, SEED } from '../lib/random.mjs'
import { Server } from '../lib/server.mjs'
import { sleep, until } from '../lib/wait.mjs'
import { assertHolds, Writer } from '../lib/writers.mjs'

const PATIENCE_MS = 30_000
const mayMount = process.getuid() === 0 && canMount()

describe('a full disk', { skip: mayMount ? false : 'mounting a small disk needs root' }, () => {
  let folder
  let server
  let group
  let writers
  let facilitator

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sopu-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder])
    server = await Server.demo({ folder, name: 'disk' })
    const links = [...server.links.values()]
    const leader = links.find(({ roles, group: own }) => roles.includes('facilitator') && own)
    group = leader.group
    facilitator = await Hub.enter(server, leader.seat)
    await facilitator.do('group_start', { group, minutes: 90 })
    await facilitator.do('action_add', { doc: group })
    const members = links.filter(({ roles, group: own }) => own === group && roles.includes('participant')).slice(0, 3)
    writers = await Promise.all(members.map(({ seat }) => Writer.enter(server, seat, group, randomOf(SEED))))
  })

  after(async () => {
    for (const { hub } of writers) await hub.close()
    await facilitator.close()
    await server.end().finally(() => {
      execFileSync('umount', [folder])
      rmdirSync(folder)
    })
  })

  it('is told to everyone, and acknowledges nothing', async () => {
    const typing = writers.map((writer) => writer.write())
    await sleep(300)
    fill(folder)
    await until(() => facilitator.storageOk === false, PATIENCE_MS, 'people are told')
    await until(() => writers.every(({ hub }) => !hub.storageOk), 2000, 'all of them')
    for (const writer of writers) writer.stop()
    await Promise.all(typing)
    const acked = () => writers.map(({ channel }) => channel.acked)
    const before = acked()
    await sleep(1000)
    assert.deepEqual(acked(), before, 'nothing is acknowledged')
    for (const { hub } of writers) assert.equal(hub.closed, null, 'the lines stay open')
    for (const { channel } of writers) if (channel.nack) assert.equal(channel.nack.code, 'storage')
    const answer = await facilitator.command('clock_set', { group, ends_ms: Date.now() + 600_000 })
    assert.deepEqual([answer.outcome, answer.code], ['refused', 'storage'])
    const byHttp = await facilitator.session.command('clock_set', { group, ends_ms: Date.now() + 600_000 })
    assert.notEqual(byHttp.status, 200)
  })

  it('still lets people in to read', async () => {
    const late = new Hub(writers[0].hub.session)
    await late.connect()
    assert.equal(late.welcome.storage_ok, false)
    assert.equal(groupOf(late.welcome.day, group).state, 'writing')
    const page = await fetch(`${server.url}/agenda`)
    assert.equal(page.status, 200)
    await late.close()
  })

  it('recovers by itself, and what people had typed goes in', async () => {
    execFileSync('mount', ['-o', 'remount,size=64m', folder])
    await until(
      () => writers.every(({ hub }) => hub.storageOk) && facilitator.storageOk,
      10_000,
      'people are told that it is over',
    )
    for (const { hub, channel } of writers) {
      await hub.reopen()
      await until(() => channel.synced, PATIENCE_MS, 'synced')
      await channel.saved()
    }
    const [first] = writers
    for (const field of ['title', 'decision', 'rationale', 'a1/what', 'a1/who']) {
      await until(
        () => writers.every(({ channel }) => channel.text(field) === first.channel.text(field)),
        PATIENCE_MS,
        `${field} is the same for all`,
      )
    }
    const endsMs = Date.now() + 900_000
    await facilitator.do('clock_set', { group, ends_ms: endsMs })
    assert.equal(groupOf(await facilitator.day(), group).ends_ms, endsMs)
  })

  it('has lost nothing that was acknowledged, before, while and after, even when the power goes now', async () => {
    await server.kill()
    const onDisk = await server.verify()
    await server.restart()
    const fresh = await Hub.enter(server, writers[0].hub.seat)
    const text = await fresh.open(group)
    for (const { saved, shown, hub } of writers) {
      assertHolds(text.ydoc, saved, `what ${hub.seat} was told is saved`)
      assertHolds(text.ydoc, shown, `what ${hub.seat} was shown`)
    }
    for (const [field, words] of Object.entries(onDisk.get(group).fields)) assert.equal(text.text(field), words)
    await fresh.close()
  })
})

/* To the last byte, and keeps it full: SQLite may still have room inside its files for a while. */
function fill(folder) {
  const block = Buffer.alloc(4096)
  const file = openSync(join(folder, 'filler'), 'w')
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
  assert.equal(statfsSync(folder).bavail, 0)
}

function canMount() {
  const folder = mkdtempSync(join(tmpdir(), 'sopu-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmdirSync(folder)
  }
}
