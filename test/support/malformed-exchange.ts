import { RawPeer } from './raw-peer.ts'
import type { Exchange } from './vectors.ts'
import { octetsOf } from './wire-octets.ts'

/** Where the router under test listens, and what the probe says of itself as a next hop, in hexadecimal. */
export interface UnderTest {
  readonly host: string
  readonly port: number
  readonly nextHop: string
}

/** The probe's address when the exchanges were recorded. */
const recordedNextHop = '0aff0901'

const patienceMilliseconds = 15_000

/** Nothing that is answered at all is answered later. */
const answerMilliseconds = 400

/** Says what the exchange has to say, and listens until the answer has come; whoever asked hangs up. */
export async function playExchange(exchange: Exchange, at: UnderTest): Promise<RawPeer> {
  const say = (peer: RawPeer, hex: string | undefined): void =>
    peer.octets(...octetsOf((hex ?? '').replaceAll(recordedNextHop, at.nextHop)))
  const peer = await reached(at, (fresh) => say(fresh, exchange.open))
  if (exchange.keepaliveAfterOpen) {
    peer.say({ kind: 'KEEPALIVE' })
    await soon(() => isOver(peer) || peer.heard.some(({ kind }) => kind === 'KEEPALIVE'))
  }
  say(peer, exchange.before)
  say(peer, exchange.send)
  await soon(() => isOver(peer))
  return peer
}

/** `3/1` for a NOTIFICATION, `closes` without one, and `stands` for a session that goes on. */
export function answerOf(peer: RawPeer): string {
  return peer.notifications[0] ?? (peer.isClosed ? 'closes' : 'stands')
}

function isOver(peer: RawPeer): boolean {
  return peer.isClosed || peer.notifications.length > 0
}

/** A connection whose far end has sent its OPEN: one that has yet to forget the last peer hangs up. */
async function reached({ host, port }: UnderTest, greet: (peer: RawPeer) => void): Promise<RawPeer> {
  const deadline = performance.now() + patienceMilliseconds
  for (;;) {
    const peer = new RawPeer(port, host)
    greet(peer)
    await soon(() => peer.isClosed || peer.heard.length > 0, 2_000)
    if (peer.heard.some(({ kind }) => kind === 'OPEN')) return peer
    peer.socket.destroy()
    if (performance.now() > deadline) throw new Error(`${host} does not open a session`)
    await soon(() => false, 100)
  }
}

async function soon(isSo: () => boolean, milliseconds = answerMilliseconds): Promise<void> {
  const deadline = performance.now() + milliseconds
  while (!isSo() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5))
}
