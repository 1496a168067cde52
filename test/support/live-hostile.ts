import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UpdateMessage } from '../../src/bgp/message.ts'
import { noOptionalAttributes, type PathAttributes } from '../../src/bgp/path-attributes.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { emptyPrefixes, PrefixPacker } from '../../src/net/packed-prefixes.ts'
import { circuit } from './live-lab.ts'
import { customerOpen, RawPeer } from './raw-peer.ts'

// `npx tsx test/support/live-hostile.ts`: everything that a hostile peer may try, at full size, against `vmsee live` in
// a process of its own, with the memory that it took. Linux alone says how much that was.

const folder = mkdtempSync(join(tmpdir(), 'vmsee-hostile-'))
const file = join(folder, 'lab.yaml')
writeFileSync(file, circuit().source)

const argv = [
  '--import=tsx',
  'src/cli/main.ts',
  'live',
  file,
  '--router',
  'er1.msee1',
  '--listen',
  '127.0.0.1:0',
]
const victim: ChildProcess = spawn(process.execPath, [...argv, '--peer', 'ce1=127.0.0.1'])
let talk = ''
victim.stderr?.on('data', (text) => {
  talk += String(text)
})
await until(() => talk.includes('Ctrl-C ends'))
const port = Number(/listening on 127\.0\.0\.1:(\d+)/.exec(talk)?.[1])

report('at rest', '')
await attack('10,000 connections that say nothing', async () => crowd('127.0.0.1', 10_000))
await attack('10,000 connections from an address that no session has', async () => crowd('127.0.0.2', 10_000))
await attack('1,000 connections with 64 kB of garbage each', async () => {
  let answered = 0
  for (let turn = 0; turn < 1000; turn++) {
    const raw = new RawPeer(port)
    raw.socket.write(Uint8Array.from({ length: 65_536 }, (_, index) => (index * 31 + turn) % 251))
    await raw.closed()
    answered += raw.notifications.length
  }
  return `${answered} answered with a NOTIFICATION, the others refused while the session was Idle`
})
await attack('4 connections of one octet in 10 ms', async () => {
  const raws = Array.from({ length: 4 }, () => new RawPeer(port))
  const drip = setInterval(() => {
    for (const { socket } of raws) if (!socket.destroyed) socket.write(Uint8Array.of(255))
  }, 10)
  await Promise.all(raws.map((raw) => raw.until(() => raw.isClosed, 60_000)))
  clearInterval(drip)
  return 'all closed'
})
await attack('100,000 OPENs in a session that stands', async () => {
  const raw = await established()
  for (let turn = 0; turn < 100_000; turn++) raw.say(customerOpen)
  await raw.until(() => raw.isClosed, 60_000)
  return raw.notifications.join(' ')
})
await attack('a table of a million prefixes', async () => {
  const raw = await established()
  for (let first = 0; first < 1_000_000; first += 500) raw.say(update(raw, first, 500, path(1)))
  await raw.until(() => raw.isClosed, 60_000)
  return raw.notifications.join(' ')
})
await attack('ROUTE-REFRESHs without end for 1,000 routes, from a peer that reads nothing', async () => {
  const routes = Array.from({ length: 1000 }, (_, index) => `20.${index >> 8}.${index & 255}.0/24`)
  victim.stdin?.write(`announce ${routes.join(' ')}\n`)
  const raw = await established()
  raw.socket.pause()
  let asked = 0
  for (; !raw.isClosed && asked < 1_000_000; asked++) {
    raw.say({ kind: 'ROUTE-REFRESH', family: 'ipv4', subtype: 'request' })
    if (asked % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return raw.isClosed ? `reset after ${asked}` : 'never reset'
})
await attack('ever new AS_PATHs for one prefix', async () => {
  const raw = await established()
  return flood(raw, (turn) => path(turn + 1))
})
victim.stdin?.write('start ce1\n')
await attack('ever new attributes of 3,000 octets for one prefix', async () => {
  const raw = await established()
  return flood(raw, (turn) => {
    const value = Array.from({ length: 3000 }, (_, index) => (turn >>> (index % 24)) & 255)
    return { ...path(1), unrecognized: [{ type: 200, flags: 0xc0, value }] }
  })
})
victim.stdin?.write('start ce1\n')
await attack('nothing: a peer as it should be', async () => {
  const raw = await established()
  raw.say(update(raw, 0, 100, path(1)))
  raw.socket.destroy()
  return `it stands; the process ${victim.exitCode === null ? 'lives' : 'has ended'}`
})
victim.stdin?.write('quit\n')
await until(() => victim.exitCode !== null)
rmSync(folder, { recursive: true })

async function attack(what: string, act: () => Promise<string>): Promise<void> {
  report(what, await act())
}

function report(what: string, outcome: string): void {
  const status = readFileSync(`/proc/${victim.pid}/status`, 'utf8')
  const megabytes = (name: string): number =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)
  console.log(
    `${String(megabytes('VmRSS')).padStart(5)} MB now, ${String(megabytes('VmHWM')).padStart(5)} MB at most  ${what}${outcome === '' ? '' : `: ${outcome}`}`,
  )
}

/** Some hundreds at a time: more would wait in the kernel for the process to accept them, and cost it nothing. */
async function crowd(from: string, count: number): Promise<string> {
  const together = 400
  let reset = 0
  for (let done = 0; done < count; done += together) {
    let closed = 0
    const sockets = Array.from({ length: together }, () => {
      const socket = connect({ host: '127.0.0.1', port, localAddress: from })
      socket.on('error', () => undefined)
      socket.on('close', () => closed++)
      return socket
    })
    await until(() => closed >= together - 4)
    reset += closed
    for (const socket of sockets) socket.destroy()
    await until(() => closed === together)
  }
  return `${reset} reset, the others held until they went`
}

/** Tries until the session, which may be Idle after its last fall, stands. */
async function established(): Promise<RawPeer> {
  for (;;) {
    const raw = new RawPeer(port)
    raw.say(customerOpen)
    await raw.until(() => raw.isClosed || raw.heard.length > 0, 120_000)
    raw.say({ kind: 'KEEPALIVE' })
    await raw.until(() => raw.isClosed || raw.heard.some(({ kind }) => kind === 'UPDATE'), 120_000)
    if (!raw.isClosed) return raw
    victim.stdin?.write('clear ce1\n')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function flood(raw: RawPeer, attributes: (turn: number) => PathAttributes): Promise<string> {
  for (let turn = 0; !raw.isClosed && turn < 1_000_000; turn++) {
    raw.say(update(raw, 0, 1, attributes(turn)))
    if (turn % 100 === 0)
      await raw.until(() => raw.isClosed || raw.socket.writableLength < 1_000_000, 120_000)
  }
  await raw.until(() => raw.isClosed, 120_000)
  return raw.notifications.join(' ')
}

function path(asn: number): PathAttributes {
  return {
    ...noOptionalAttributes,
    origin: 'IGP',
    asPath: [{ kind: 'AS_SEQUENCE', asns: [65010, asn] }],
    nextHop: parseAddress('172.16.0.1'),
  }
}

function update(raw: RawPeer, first: number, count: number, attributes: PathAttributes): UpdateMessage {
  const packer = new PrefixPacker('ipv4')
  for (let index = first; index < first + count; index++) {
    packer.append(Uint32Array.of((0x0b000000 + index * 256) >>> 0, 24), 0)
  }
  return {
    kind: 'UPDATE',
    family: 'ipv4',
    withdrawn: emptyPrefixes('ipv4'),
    announced: packer.finish(),
    attributes: raw.interner.intern(attributes),
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
}
