import { readFileSync } from 'node:fs'
import { microsPerSecond } from '../../src/sim/time.ts'
import { Laboratory } from '../../src/web/simulator/laboratory.ts'
import type { Reply, Request } from '../../src/web/simulator/protocol.ts'
import { scenarioFolder } from './run-file.ts'

/** A page that asks, and keeps what it was last told of each kind. */
export class Visitor {
  readonly #laboratory = new Laboratory((text) => Buffer.from(text, 'base64'))
  readonly opening: Request & { readonly kind: 'open' }
  readonly #told = new Map<Reply['kind'], Reply>()

  constructor(file: string, text: string = readFileSync(new URL(file, scenarioFolder), 'utf8')) {
    this.opening = { kind: 'open', source: { file, text, prefixFiles: {} } }
    this.ask(this.opening)
  }

  ask(request: Request): this {
    for (const reply of this.#laboratory.answer(request)) this.#told.set(reply.kind, reply)
    return this
  }

  seconds(seconds: number): this {
    return this.ask({ kind: 'jump', at: seconds * microsPerSecond })
  }

  /** To the end of the run, as a page does while nobody asks for anything. */
  lookAhead(): this {
    for (;;) {
      const replies = this.#laboratory.lookAhead()
      if (replies.length === 0) return this
      for (const reply of replies) this.#told.set(reply.kind, reply)
    }
  }

  told<Kind extends Reply['kind']>(kind: Kind): Reply & { kind: Kind } {
    const reply = this.#told.get(kind)
    if (!isOf(reply, kind)) throw new Error(`nothing was told of ${kind}`)
    return reply
  }
}

function isOf<Kind extends Reply['kind']>(
  reply: Reply | undefined,
  kind: Kind,
): reply is Reply & { kind: Kind } {
  return reply?.kind === kind
}
