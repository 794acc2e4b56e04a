/* store.ts - what the server has not confirmed yet, kept on this device (IndexedDB) until it has.
 * Storage may be refused, full or hang for ever (private windows, frames): then nothing here throws; a put says false,
 * and the editor says that the text is only in this page. */

export interface KeptUpdate {
  readonly key: string
  readonly epoch: number
  readonly update: Uint8Array
  readonly fields: readonly string[]
  readonly texts: Readonly<Record<string, string>> // the touched fields as they stood then
}

/** Text that did not make it into the shared document; kept until the person lets it go. */
export interface KeptAside {
  readonly id: string
  readonly field: string
  readonly mine: string
  readonly why: 'late' | 'read_only' | 'epoch' | 'refused'
}

export interface Store {
  keep(doc: string, kept: KeptUpdate): Promise<boolean>
  forget(keys: readonly string[]): Promise<void>
  load(doc: string): Promise<readonly KeptUpdate[]>
  keepAside(doc: string, aside: KeptAside): Promise<void>
  forgetAside(id: string): Promise<void>
  loadAsides(doc: string): Promise<readonly KeptAside[]>
}

const ANSWER_WITHIN_MS = 2000

export function openStore(seat: string, factory: () => IDBFactory = () => indexedDB): Store {
  const database = within(open(factory), null)

  async function run<T>(
    table: string,
    mode: IDBTransactionMode,
    work: (t: IDBObjectStore) => IDBRequest<T> | null,
  ): Promise<T | null> {
    const db = await database
    if (db === null) return null
    return within(done(db, table, mode, work), null)
  }
  async function all<T>(table: string, doc: string): Promise<readonly T[]> {
    const range = await run(table, 'readonly', (t) => t.index('doc').getAll(`${seat}/${doc}`) as IDBRequest<T[]>)
    return range ?? []
  }
  return {
    keep: async (doc, kept) =>
      (await run('updates', 'readwrite', (t) => t.put({ ...kept, doc: `${seat}/${doc}` }))) !== null,
    forget: async (keys) => {
      if (keys.length > 0)
        await run('updates', 'readwrite', (t) => {
          for (const key of keys) t.delete(key)
          return null
        })
    },
    load: (doc) => all<KeptUpdate>('updates', doc),
    keepAside: async (doc, aside) => {
      await run('asides', 'readwrite', (t) => t.put({ ...aside, key: aside.id, doc: `${seat}/${doc}` }))
    },
    forgetAside: async (id) => {
      await run('asides', 'readwrite', (t) => t.delete(id))
    },
    loadAsides: (doc) => all<KeptAside>('asides', doc),
  }
}

function open(factory: () => IDBFactory): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = factory().open('sopu', 1)
      request.onupgradeneeded = () => {
        for (const table of ['updates', 'asides'])
          request.result.createObjectStore(table, { keyPath: 'key' }).createIndex('doc', 'doc')
      }
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => resolve(null)
      request.onblocked = () => resolve(null)
    } catch {
      resolve(null) // some browsers throw on the mere mention
    }
  })
}

/* Resolves when the transaction is complete, not merely when the request is: only then is it on the disk. */
function done<T>(
  db: IDBDatabase,
  table: string,
  mode: IDBTransactionMode,
  work: (t: IDBObjectStore) => IDBRequest<T> | null,
): Promise<T | null> {
  return new Promise((resolve) => {
    try {
      const transaction = db.transaction(table, mode)
      const request = work(transaction.objectStore(table))
      transaction.oncomplete = () => resolve(request === null ? null : request.result)
      transaction.onabort = transaction.onerror = () => resolve(null)
    } catch {
      resolve(null)
    }
  })
}

function within<T>(promise: Promise<T>, otherwise: T): Promise<T> {
  return Promise.race([promise, new Promise<T>((resolve) => setTimeout(() => resolve(otherwise), ANSWER_WITHIN_MS))])
}
