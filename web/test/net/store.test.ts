import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import { type KeptUpdate, openStore } from '../../src/net/store'

const kept = (key: string, epoch = 1): KeptUpdate => ({
  key,
  epoch,
  update: Uint8Array.of(1, 2),
  fields: ['title'],
  texts: { title: 'Sopu' },
})

describe('what a device keeps', () => {
  test('is there after a reload, in the order it was typed, for its own seat and text only', async () => {
    const factory = new IDBFactory()
    const store = openStore('pa', () => factory)
    expect(await store.keep('doc-a', kept('2'))).toBe(true)
    expect(await store.keep('doc-a', kept('1'))).toBe(true)
    await store.keep('doc-b', kept('3'))
    await openStore('pb', () => factory).keep('doc-a', kept('4'))
    const again = await openStore('pa', () => factory).load('doc-a')
    expect(again.map((one) => one.key)).toEqual(['1', '2'])
    expect(again[0]).toMatchObject({ epoch: 1, texts: { title: 'Sopu' } })
  })

  test('is forgotten when told', async () => {
    const factory = new IDBFactory()
    const store = openStore('pa', () => factory)
    await store.keep('doc-a', kept('1'))
    await store.keep('doc-a', kept('2'))
    await store.forget(['1'])
    expect((await store.load('doc-a')).map((one) => one.key)).toEqual(['2'])
  })

  test('holds the words set aside until the person lets them go', async () => {
    const factory = new IDBFactory()
    const store = openStore('pa', () => factory)
    await store.keepAside('doc-a', { id: 'x', field: 'title', mine: 'Oma', why: 'late' })
    expect(await openStore('pa', () => factory).loadAsides('doc-a')).toMatchObject([{ id: 'x', mine: 'Oma' }])
    await store.forgetAside('x')
    expect(await store.loadAsides('doc-a')).toEqual([])
  })
})

describe('storage that does not work', () => {
  test('throws: the editor goes on, and knows that nothing is kept', async () => {
    const store = openStore('pa', () => {
      throw new Error('SecurityError')
    })
    expect(await store.load('doc-a')).toEqual([])
    expect(await store.keep('doc-a', kept('1'))).toBe(false)
  })

  test('hangs: the editor waits two seconds, not longer', async () => {
    const store = openStore('pa', () => ({ open: () => ({}) }) as unknown as IDBFactory)
    const before = Date.now()
    expect(await store.load('doc-a')).toEqual([])
    expect(Date.now() - before).toBeLessThan(2500)
  })
})
