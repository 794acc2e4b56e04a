import { useEffect, useState } from 'preact/hooks'
import { type DocumentSession, useConnection } from '../../net/connection'

/** Opens a text while the view is here. Null on the first drawing, and without a document. */
export function useDocument(doc: string): DocumentSession | null {
  const connection = useConnection()
  const [session, setSession] = useState<DocumentSession | null>(null)
  useEffect(() => {
    if (doc === '') return
    const opened = connection.openDocument(doc)
    setSession(opened)
    return () => {
      setSession(null)
      opened.leave()
    }
  }, [connection, doc])
  return session?.doc === doc ? session : null
}
