import test, { type ExecutionContext } from 'ava'
import type { UpdateMessage } from '../../src/bgp/message.ts'
import { noOptionalAttributes } from '../../src/bgp/path-attributes.ts'
import { type Limits, usualLimits } from '../../src/live/limits.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { emptyPrefixes, PrefixPacker, packPrefixes } from '../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { circuit, LiveLab } from '../support/live-lab.ts'
import { customerOpen, RawPeer } from '../support/raw-peer.ts'

const ipv4 = 'ce1-er1.msee1 private ipv4'

/** An MSEE that waits for ce1 on a loopback, and whose own memory is as small as a test can fill it. */
async function msee(t: ExecutionContext, difference: Partial<Limits> = {}, from = '127.0.0.1') {
  t.timeout(120_000)
  const places = [{ address: parseAddress(from), port: undefined }]
  const lab = new LiveLab(circuit(), 'er1.msee1', new Map([['ce1', places]]), {
    ...usualLimits,
    farewellMilliseconds: 500,
    ...difference,
  })
  const [at] = await lab.listen('ipv4')
  lab.run.start()
  t.teardown(() => lab.run.end())
  const port = at?.port ?? 0
  const peer = (): RawPeer => {
    const raw = new RawPeer(port)
    t.teardown(() => raw.socket.destroy())
    return raw
  }
  return { lab, peer, port }
}

/** An UPDATE of so many /24s of 10/8 from the `first` on, all with one AS_PATH, which `path` makes its own. */
function update(raw: RawPeer, first: number, count: number, path: number): UpdateMessage {
  const packer = new PrefixPacker('ipv4')
  for (let index = first; index < first + count; index++) {
    packer.append(Uint32Array.of(0x0a000000 + index * 256, 24), 0)
  }
  return {
    kind: 'UPDATE',
    family: 'ipv4',
    withdrawn: emptyPrefixes('ipv4'),
    announced: packer.finish(),
    attributes: raw.interner.intern({
      ...noOptionalAttributes,
      origin: 'IGP',
      asPath: [{ kind: 'AS_SEQUENCE', asns: [65010, path] }],
      nextHop: parseAddress('172.16.0.1'),
    }),
  }
}

/** Whoever comes after the storm finds the MSEE as it was. */
async function stillWorks(t: ExecutionContext, lab: LiveLab, peer: () => RawPeer): Promise<void> {
  lab.run.operate({ kind: 'clear', session: ipv4 })
  const decent = await peer().establish()
  decent.say(update(decent, 0, 2, 1))
  await decent.until(() => lab.peer('er1.msee1', ipv4).adjRibIn.ipv4.count === 2 || decent.isClosed)
  t.false(decent.isClosed)
  t.deepEqual(lab.bugs, [])
}

test.serial('garbage is answered as RFC 4271 has it, and the next caller is served', async (t) => {
  const { lab, peer } = await msee(t)
  const raw = peer()
  raw.octets(...Array.from({ length: 64 }, (_, index) => (index * 37) % 256))
  await raw.closed()
  t.deepEqual(raw.notifications, ['1/1'])
  await stillWorks(t, lab, peer)
})

test.serial(
  'a length that no message has is refused before a message of that length is waited for',
  async (t) => {
    const { peer } = await msee(t)
    const raw = peer()
    raw.octets(...Array<number>(16).fill(255), 255, 255, 2)
    await raw.closed()
    t.deepEqual(raw.heard.at(-1), { kind: 'NOTIFICATION', code: 1, subcode: 2, data: [255, 255] })
  },
)

test.serial('a caller from an address that no session has is reset, and hears nothing', async (t) => {
  const { lab, peer } = await msee(t, {}, '192.0.2.1')
  const raw = peer()
  await raw.closed()
  t.deepEqual(raw.heard, [])
  t.is(lab.run.border.refusals.unknown, 1)
})

test.serial('a connection that says nothing, or never ends its first message, is given up', async (t) => {
  const { lab, peer } = await msee(t, { silenceMilliseconds: 100 })
  const [mute, slow] = [peer(), peer()]
  slow.octets(255, 255, 255)
  await Promise.all([mute.closed(), slow.closed()])
  await stillWorks(t, lab, peer)
})

test.serial('of hundreds of connections from one peer a handful is held, and none is kept', async (t) => {
  const { lab, peer } = await msee(t)
  const raws = Array.from({ length: 300 }, peer)
  let most = 0
  for (const raw of raws) {
    await raw.until(() => raw.isClosed || raw.heard.length > 0)
    most = Math.max(most, lab.run.border.sockets)
  }
  t.true(most > 0 && most <= usualLimits.connectionsOfSession)
  for (const raw of raws) raw.socket.destroy()
  await stillWorks(t, lab, peer)
})

test.serial('an OPEN in a session that stands ends it, and a flood of them costs no more', async (t) => {
  const { lab, peer } = await msee(t)
  const raw = await peer().establish()
  raw.say(...Array.from({ length: 2000 }, () => customerOpen))
  await raw.closed()
  t.deepEqual(raw.notifications, ['5/3'])
  await stillWorks(t, lab, peer)
})

test.serial(
  'a table that goes far beyond the limit is cut off with Cease/1, which the sender can still read',
  async (t) => {
    const { lab, peer } = await msee(t)
    const raw = await peer().establish()
    for (let first = 0; first < 30_000; first += 500) raw.say(update(raw, first, 500, 1))
    await raw.closed()
    t.deepEqual(raw.notifications, ['6/1'])
    t.is(lab.peer('er1.msee1', ipv4).adjRibIn.ipv4.count, 0)
    await stillWorks(t, lab, peer)
  },
)

test.serial(
  'ever new attributes for one prefix run into Cease/8, and their sender is barred until it is let in',
  async (t) => {
    const { lab, peer } = await msee(t, { attributeSets: 300 })
    const raw = await peer().establish()
    for (let path = 1; path < 1000; path++) raw.say(update(raw, 0, 1, path))
    await raw.closed()
    t.deepEqual(raw.notifications, ['6/8'])
    t.deepEqual(lab.run.border.barred, ['ce1'])
    // Each set is there as it came, as it was learned, and as each gateway is told of it and learns it.
    t.true(lab.run.simulation.interner.size < 8 * 300)
    const again = peer()
    await again.closed()
    t.deepEqual(again.heard, [])
    lab.run.border.admit('ce1')
    await stillWorks(t, lab, peer)
  },
)

test.serial(
  'RFC 9687: who reads nothing for twice the hold time falls, though it speaks all the while',
  async (t) => {
    const { lab, peer } = await msee(t, {
      sendHoldMilliseconds: 0,
      unreadOctets: 2 ** 30,
      farewellMilliseconds: 100,
    })
    const prefixes = Array.from({ length: 1000 }, (_, index) =>
      parsePrefix(`100.${64 + (index >> 8)}.${index & 255}.0/24`),
    )
    lab.run.operate({ kind: 'announce', at: 'er1.msee1', prefixes: packPrefixes('ipv4', prefixes) })
    const raw = await peer().establish({ ...customerOpen, holdTimeSeconds: 3 })
    raw.socket.pause()
    // More than the buffers of both ends take, once answered.
    for (let turn = 0; turn < 6000; turn++)
      raw.say({ kind: 'ROUTE-REFRESH', family: 'ipv4', subtype: 'request' })
    const talk = setInterval(() => raw.say({ kind: 'KEEPALIVE' }), 500)
    t.teardown(() => clearInterval(talk))
    const fallen = await lab.until(
      (record) => record.kind === 'session-state' && record.from === 'Established',
      60_000,
    )
    t.like(fallen, { event: 'SendHoldTimer_Expires', eventNumber: 29, notification: { code: 8, subcode: 0 } })
    await raw.until(() => lab.run.border.sockets === 0)
    clearInterval(talk)
    await stillWorks(t, lab, peer)
  },
)

test.serial('what comes faster than the router takes it in is left in the socket', async (t) => {
  const { lab, peer } = await msee(t)
  const raw = await peer().establish()
  const rule = { kind: 'silence', id: 'cut', link: 'er1.primary', from: undefined } as const
  lab.run.operate({ kind: 'add-fault', rule })
  const count = 10_000
  for (let turn = 0; turn < count; turn++) raw.say({ kind: 'KEEPALIVE' })
  let most = 0
  // Connections are numbered from 1, and this is one of the first.
  const ahead = (): number =>
    Math.max(...Array.from({ length: 50 }, (_, number) => lab.run.simulation.outside.outstanding(number)))
  for (let turn = 0; turn < 20; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    most = Math.max(most, ahead())
  }
  t.is(most, usualLimits.messagesAhead)
  lab.run.operate({ kind: 'remove-fault', rule })
  await raw.until(
    () => lab.run.log.end(ipv4, 'er1.msee1', 'ce1').received >= count && lab.run.simulation.now > 0,
  )
  t.false(raw.isClosed)
})

test.serial('a session has as many connections as it may, and one more is reset unheard', async (t) => {
  const { lab, peer } = await msee(t, { connectionsOfSession: 1 })
  const raw = await peer().establish()
  const other = peer()
  await other.closed()
  t.deepEqual(other.heard, [])
  t.is(lab.run.border.refusals.crowded, 1)
  t.false(raw.isClosed)
})
