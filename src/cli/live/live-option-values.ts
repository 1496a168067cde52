import { InvalidArgumentError } from 'commander'
import type { ListenPlan } from '../../live/listener.ts'
import { readPort, readSocketAddress, type SocketAddress } from '../../live/socket-address.ts'
import { type Address, families } from '../../net/address.ts'

/** Where a router that is played outside is. */
export interface PeerPlace {
  readonly router: string
  /** `undefined` where the scenario's own addresses hold. */
  readonly at: SocketAddress | undefined
}

const loopbacks: readonly Address[] = [
  { family: 'ipv4', words: [0x7f000001] },
  { family: 'ipv6', words: [0, 0, 0, 1] },
]

/** `[ROUTER=]ADDRESS:PORT`; a port alone, which is that of the loopbacks; or `fd:3`, a socket that listens already. */
export function readListen(text: string, before: readonly ListenPlan[] = []): readonly ListenPlan[] {
  const { name: router, rest } = named(text)
  const [, descriptor] = /^fd:(\d{1,4})$/.exec(rest) ?? []
  if (descriptor !== undefined) return [...before, { router, at: { descriptor: Number(descriptor) } }]
  const port = readPort(rest)
  if (port !== undefined) {
    return [
      ...before,
      ...loopbacks.map((address) => ({ router, at: { address, port }, whereThere: true as const })),
    ]
  }
  const { address, port: number } = readPlace(rest)
  if (number === undefined) throw new InvalidArgumentError(`Must name a port too: ${rest}:179.`)
  return [...before, { router, at: { address, port: number } }]
}

/** `ROUTER`, `ROUTER=ADDRESS` or `ROUTER=ADDRESS:PORT`. */
export function readPeerPlace(text: string, before: readonly PeerPlace[] = []): readonly PeerPlace[] {
  const { name, rest } = named(text)
  if (name === undefined) return [...before, { router: rest, at: undefined }]
  return [...before, { router: name, at: readPlace(rest) }]
}

/** The places by router, one for each family at most. */
export function placesByRouter(places: readonly PeerPlace[]): ReadonlyMap<string, readonly SocketAddress[]> {
  const byRouter = new Map<string, readonly SocketAddress[]>()
  for (const { router, at } of places) {
    byRouter.set(router, [...(byRouter.get(router) ?? []), ...(at === undefined ? [] : [at])])
  }
  return byRouter
}

/** The first router that is given two places of one family. */
export function twicePlaced(places: readonly PeerPlace[]): string | undefined {
  const found = [...placesByRouter(places)].find(([, own]) =>
    families.some((family) => own.filter(({ address }) => address.family === family).length > 1),
  )
  return found?.[0]
}

function named(text: string): { readonly name: string | undefined; readonly rest: string } {
  const at = text.indexOf('=')
  return at === -1 ? { name: undefined, rest: text } : { name: text.slice(0, at), rest: text.slice(at + 1) }
}

function readPlace(text: string): SocketAddress {
  const { value, problem, suggestion } = readSocketAddress(text)
  if (value !== undefined) return value
  const remedy = suggestion === undefined ? '' : `; did you mean ${suggestion}?`
  throw new InvalidArgumentError(`${problem}${remedy} Write 192.0.2.1:179 or [2001:db8::1]:179.`)
}
