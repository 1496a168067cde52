import test, { type ExecutionContext } from 'ava'
import { routerResult } from '../../src/scenario/result/router-result.ts'
import { circuit, hasIpv6, LiveLab, loopback } from '../support/live-lab.ts'

const ipv4 = 'ce1-er1.msee1 private ipv4'
const ipv6 = 'ce1-er1.msee1 private ipv6'
const loopbacks = [loopback('ipv4'), loopback('ipv6')]

/** Each family has a connection of its own; a container without IPv6 skips what needs both. */
const overBoth = hasIpv6 ? test : test.skip

/** The MSEE and the customer's router, each in a run of its own, with nothing but TCP between them. */
async function pair(t: ExecutionContext, advertise: string) {
  t.timeout(120_000)
  const scenario = circuit({ ce1: `, advertise: [${advertise}]` })
  const msee = new LiveLab(scenario, 'er1.msee1', new Map([['ce1', loopbacks]]))
  const edge = new LiveLab(scenario, 'ce1', new Map([['er1.msee1', await msee.listen('ipv4', 'ipv6')]]))
  msee.run.start()
  edge.run.start()
  t.teardown(() => Promise.all([msee.run.end(), edge.run.end()]))
  return { msee, edge }
}

function routes(lab: LiveLab, router: string): readonly string[] {
  const { simulation, log } = lab.run
  return routerResult(simulation.router(router), simulation, simulation.now, log)
    .routes.filter(({ best }) => best)
    .map(({ prefix, nextHop, asPath }) => `${prefix} via ${nextHop} path ${asPath.join(' ')}`)
}

overBoth('two routers establish over TCP and exchange routes of both families', async (t) => {
  const { msee, edge } = await pair(t, '10.1.0.0/16, "fd00:1::/48"')
  await Promise.all([msee, edge].flatMap((lab) => [lab.established(ipv4), lab.established(ipv6)]))
  await Promise.all([
    edge.heard('10.200.0.0/16'),
    edge.heard('fd00:200::/48'),
    msee.heard('10.1.0.0/16'),
    msee.heard('fd00:1::/48'),
  ])
  t.deepEqual(routes(edge, 'ce1'), [
    '10.1.0.0/16 via 0.0.0.0 path ',
    '10.200.0.0/16 via 172.16.0.2 path 12076',
    'fd00:1::/48 via :: path ',
    'fd00:200::/48 via fd00:16::2 path 12076',
  ])
  t.deepEqual(
    routes(msee, 'er1.msee1').filter((line) => line.includes(':1::') || line.startsWith('10.1.')),
    ['10.1.0.0/16 via 172.16.0.1 path 65010', 'fd00:1::/48 via fd00:16::1 path 65010'],
  )
})

overBoth(
  'a customer that exceeds the limit hears Cease/1 with the family and the bound, and then the end',
  async (t) => {
    const { msee, edge } = await pair(t, '{ generate: { within: 10.0.0.0/12, length: 24, count: 4001 } }')
    const heard = await edge.until(
      (record) => record.kind === 'message-received' && record.message.kind === 'NOTIFICATION',
    )
    t.like(heard, { session: ipv4, message: { code: 6, subcode: 1, data: [0, 1, 1, 0, 0, 15, 160] } })
    const fallen = await edge.until(
      (record) => record.kind === 'session-state' && record.from === 'Established',
    )
    t.like(fallen, { to: 'Idle', event: 'NotifMsg', sentBy: 'remote' })
    t.is(msee.peer('er1.msee1', ipv4).idleBecause, 'prefix-limit')
    await edge.established(ipv6)
  },
)

overBoth('a customer sees a longer path while the MSEE is drained, and the old one after it', async (t) => {
  const { msee, edge } = await pair(t, '10.1.0.0/16')
  const microsofts = (): readonly string[] =>
    routes(edge, 'ce1').filter((line) => line.startsWith('10.200.') || line.startsWith('fd00:200:'))
  const paths = (path: string): readonly string[] => [
    `10.200.0.0/16 via 172.16.0.2 path ${path}`,
    `fd00:200::/48 via fd00:16::2 path ${path}`,
  ]
  const become = async (path: string): Promise<void> => {
    const deadline = performance.now() + 30_000
    while (microsofts().join() !== paths(path).join() && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    t.deepEqual(microsofts(), paths(path))
  }
  await become('12076')
  msee.run.operate({ kind: 'drain', node: 'er1.msee1' })
  await become(new Array<number>(9).fill(12076).join(' '))
  msee.run.operate({ kind: 'undrain', node: 'er1.msee1' })
  await become('12076')
  t.true(edge.records.every((record) => record.kind !== 'session-state' || record.from !== 'Established'))
})

test('what is asked between two events is answered as of now', async (t) => {
  const lab = new LiveLab(circuit(), 'er1.msee1')
  t.teardown(() => lab.run.end())
  lab.run.start()
  // The gateways converge within milliseconds; what comes next is a KEEPALIVE, three quarters of a minute away.
  for (let turn = 0; turn < 200 && lab.run.present().now < 500_000; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  t.true(lab.run.simulation.now >= 500_000)
  t.true(lab.run.simulation.now < (lab.run.simulation.peek() ?? 0))
  t.deepEqual(lab.bugs, [])
})

overBoth('an operator who ends a run says Cease/2 to every peer', async (t) => {
  const { msee, edge } = await pair(t, '10.1.0.0/16')
  await Promise.all([
    edge.established(ipv4),
    edge.established(ipv6),
    msee.established(ipv4),
    msee.established(ipv6),
  ])
  await msee.run.end()
  for (const session of [ipv4, ipv6]) {
    const heard = await edge.until(
      (record) =>
        record.kind === 'message-received' &&
        record.session === session &&
        record.message.kind === 'NOTIFICATION',
    )
    t.like(heard, { message: { code: 6, subcode: 2 } })
  }
  t.is(msee.run.border.sockets, 0)
})
