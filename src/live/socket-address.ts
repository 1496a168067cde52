import type { Address } from '../net/address.ts'
import { formatAddress, readAddress } from '../net/address-text.ts'
import { quoted, type Read, read, refuse } from '../net/read.ts'

/** An address of this machine's network, and the TCP port where one is named. */
export interface SocketAddress {
  readonly address: Address
  readonly port: number | undefined
}

/** `10.0.0.1:179`, `10.0.0.1`, `[2001:db8::1]:179` or `2001:db8::1`. */
export function readSocketAddress(text: string): Read<SocketAddress> {
  const { host, port } = split(text)
  const { value: address, problem, suggestion } = readAddress(host)
  if (address === undefined) return refuse(problem, suggestion)
  if (port === undefined) return read({ address, port: undefined })
  const number = readPort(port)
  return number === undefined
    ? refuse(`${quoted(port)} is no TCP port, which is a number from 0 to 65535`)
    : read({ address, port: number })
}

/** A port, where 0 leaves the choice to the machine; `undefined` where the text is none. */
export function readPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  return port <= 65_535 ? port : undefined
}

// An IPv6 address has colons of its own, so it needs brackets where a port follows.
function split(text: string): { readonly host: string; readonly port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text) ?? undefined
  if (bracketed !== undefined) return { host: bracketed[1] ?? '', port: bracketed[2] }
  const [host = '', port, ...more] = text.split(':')
  return more.length === 0 ? { host, port } : { host: text, port: undefined }
}

export function formatSocketAddress({ address, port }: SocketAddress): string {
  const host = formatAddress(address)
  if (port === undefined) return host
  return address.family === 'ipv6' ? `[${host}]:${port}` : `${host}:${port}`
}
