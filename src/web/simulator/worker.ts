import { Laboratory } from './laboratory.ts'
import type { Request } from './protocol.ts'

const millisecondsBetweenReports = 150

/** Answers the page, and looks ahead in between. */
function serveLaboratory(): void {
  const laboratory = new Laboratory((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
  let isLookingAhead = false
  let toldAt = 0
  // In pieces, so that requests are not kept waiting; what is known then is told now and again.
  const lookAhead = (): void => {
    const replies = laboratory.lookAhead()
    isLookingAhead = replies.length > 0
    if (!isLookingAhead) return
    if (laboratory.isWhole || performance.now() - toldAt > millisecondsBetweenReports) {
      toldAt = performance.now()
      for (const reply of replies) postMessage(reply)
    }
    setTimeout(lookAhead, 0)
  }
  addEventListener('message', ({ data }: MessageEvent<Request>) => {
    for (const reply of laboratory.answer(data)) postMessage(reply)
    if (isLookingAhead) return
    isLookingAhead = true
    setTimeout(lookAhead, 0)
  })
}

serveLaboratory()
