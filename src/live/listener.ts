import { createServer, type Server, type Socket } from 'node:net'
import { formatAddress, readAddress } from '../net/address-text.ts'
import { formatSocketAddress, type SocketAddress } from './socket-address.ts'

/** Where connections are waited for, and for whom: `undefined` means for every router that is live. */
export interface ListenPlan {
  readonly router: string | undefined
  readonly at: ListenPlace
  /** Nobody asked for this address by name: a machine that does not have it goes without. */
  readonly whereThere?: true
}

/** An address, or a socket that listens already, by the descriptor that the parent process left open. */
export type ListenPlace = BoundAddress | { readonly descriptor: number }

type BoundAddress = SocketAddress & { readonly port: number }

/** A listener at work. */
export interface Listener {
  readonly plan: ListenPlan
  /** With the port that the machine chose, where none was asked for. */
  readonly at: BoundAddress
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
    server.listen(optionsOf(plan.at), () => {
      // A single connection that fails is no reason to stop listening.
      server.on('error', () => undefined)
      const close = (): void => void server.close()
      const at = boundAddress(server)
      if (at !== undefined) return resolve({ plan, at, close })
      close()
      resolve({ problem: `cannot listen on ${formatListenPlace(plan.at)}: it is no socket of TCP` })
    })
  })
}

function optionsOf(at: ListenPlace): { fd: number } | { host: string; port: number; ipv6Only: true } {
  if ('descriptor' in at) return { fd: at.descriptor }
  return { host: formatAddress(at.address), port: at.port, ipv6Only: true }
}

function boundAddress(server: Server): BoundAddress | undefined {
  const bound = server.address()
  if (typeof bound !== 'object' || !bound) return undefined
  const { value: address } = readAddress(bound.address)
  return address && { address, port: bound.port }
}

/** `192.0.2.1:179`, or `fd:3`. */
export function formatListenPlace(at: ListenPlace): string {
  return 'descriptor' in at ? `fd:${at.descriptor}` : formatSocketAddress(at)
}

function hasNoSuchAddress({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'
}

function problemOf(error: NodeJS.ErrnoException, at: ListenPlace): string {
  const where = formatListenPlace(at)
  if ('descriptor' in at) return `cannot listen on ${where}: whoever started this left no socket there`
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
