import { createServer, type Server, type Socket } from 'node:net'
import { formatAddress } from '../net/address-text.ts'
import { formatSocketAddress, type SocketAddress } from './socket-address.ts'

/** Where connections are waited for, and for whom: `undefined` means for every router that is live. */
export interface ListenPlan {
  readonly router: string | undefined
  readonly at: SocketAddress & { readonly port: number }
  /** Nobody asked for this address by name: a machine that does not have it goes without. */
  readonly whereThere?: true
}

/** A listener at work. */
export interface Listener {
  readonly plan: ListenPlan
  /** With the port that the machine chose, where none was asked for. */
  readonly at: SocketAddress & { readonly port: number }
  /** No more are let in; those that are in stay. */
  readonly close: () => void
}

/** Listens, or says why that cannot be; `undefined` where it need not. Sockets are handed on with their reading paused. */
export function listen(
  plan: ListenPlan,
  onSocket: (socket: Socket) => void,
): Promise<Listener | { readonly problem: string } | undefined> {
  return new Promise((resolve) => {
    const server = createServer({ pauseOnConnect: true, noDelay: true }, onSocket)
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isForgone = plan.whereThere === true && hasNoSuchAddress(error)
      resolve(isForgone ? undefined : { problem: problemOf(error, plan.at) })
    })
    server.listen({ host: formatAddress(plan.at.address), port: plan.at.port, ipv6Only: true }, () => {
      // A single connection that fails is no reason to stop listening.
      server.on('error', () => undefined)
      resolve({ plan, at: { ...plan.at, port: portOf(server) }, close: () => void server.close() })
    })
  })
}

function portOf(server: Server): number {
  const bound = server.address()
  if (typeof bound !== 'object' || !bound) throw new Error('a server that listens has an address')
  return bound.port
}

function hasNoSuchAddress({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'
}

function problemOf(error: NodeJS.ErrnoException, at: SocketAddress): string {
  const where = formatSocketAddress(at)
  switch (error.code) {
    case 'EACCES':
      return `cannot listen on ${where}: ports below 1024 need root or CAP_NET_BIND_SERVICE; another port will do where the peer can be told of it`
    case 'EADDRINUSE':
      return `cannot listen on ${where}: another program has it, perhaps a BGP daemon`
    case 'EADDRNOTAVAIL':
      return `cannot listen on ${where}: no interface of this machine has that address`
    case 'EAFNOSUPPORT':
      return `cannot listen on ${where}: this machine does not speak that family`
    default:
      return `cannot listen on ${where}: ${error.message}`
  }
}
