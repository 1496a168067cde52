import type { CDPSession, Page } from 'playwright-core'

/** Octets that the heaps of a page and of its worker hold after a collection. */
export interface Heaps {
  readonly page: number
  readonly worker: number
}

interface Usage {
  readonly usedSize: number
}

/** Opens the way to both heaps, once for each page; each call of what it answers collects and looks. */
export async function heapsOf(page: Page): Promise<() => Promise<Heaps>> {
  const session = await page.context().newCDPSession(page)
  const worker = await workerOf(session)
  return async () => {
    await session.send('HeapProfiler.collectGarbage')
    await worker('HeapProfiler.collectGarbage')
    const own: Usage = await session.send('Runtime.getHeapUsage')
    const { usedSize } = usageIn(await worker('Runtime.getHeapUsage'))
    return { page: own.usedSize, worker: usedSize }
  }
}

function usageIn(result: unknown): Usage {
  if (typeof result !== 'object' || !result || !('usedSize' in result)) throw new Error('no heap was told of')
  return { usedSize: Number(result.usedSize) }
}

type Ask = (method: string) => Promise<unknown>

/** The page's only worker, which answers through the page. */
async function workerOf(session: CDPSession): Promise<Ask> {
  const waiting = new Map<number, (result: unknown) => void>()
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message)
    waiting.get(id)?.(result)
  })
  const attached = new Promise<string>((resolve) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') resolve(sessionId)
    })
  })
  await session.send('Target.setAutoAttach', {
    ...{ autoAttach: true, waitForDebuggerOnStart: false, flatten: false },
  })
  const sessionId = await attached
  let asked = 0
  return (method) => {
    const id = ++asked
    const answer = new Promise((resolve) => waiting.set(id, resolve))
    void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
    return answer
  }
}
