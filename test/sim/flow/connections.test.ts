import test from 'ava'
import { orLonger } from '../../../src/bgp/policy.ts'
import { parsePrefix } from '../../../src/net/prefix-text.ts'
import type { FlowDirection } from '../../../src/sim/flow/flow.ts'
import { measureFlow } from '../../../src/sim/flow/flow-measure.ts'
import type { Middlebox } from '../../../src/sim/flow/middlebox.ts'
import type { Operation } from '../../../src/sim/operation.ts'
import { cut, packedByFamily, SimulationLab, type SimulationSketch } from '../../support/simulation-lab.ts'
import { term } from '../../support/speaker-plan.ts'

const firewall: Middlebox = { firewall: true, translations: [] }

/** What leaves 10.0.0.0/8 towards `far` becomes an address of the pool. */
function nat(pool: string, ...towards: readonly string[]): Middlebox {
  const sources = [parsePrefix('10.0.0.0/8')]
  return { firewall: false, translations: [{ pool: parsePrefix(pool), sources, towards }] }
}

/** Of what lies at the far side only: else two who prefer each other's way would never come to rest. */
const preferred = {
  core: { import: [term({ localPref: 200 }, { prefixes: [orLonger(parsePrefix('192.0.2.0/24'))] })] },
  far: {
    import: [
      term(
        { localPref: 200 },
        { prefixes: ['10.0.0.0/8', '198.51.100.0/24'].map((text) => orLonger(parsePrefix(text))) },
      ),
    ],
  },
}

/** Longer prefixes of the servers come by the right alone. */
const quiet = {
  export: [
    term('reject', {
      prefixes: [{ prefix: parsePrefix('192.0.2.0/24'), minimumLength: 25, maximumLength: 32 }],
    }),
  ],
}

function announce(at: string, ...prefixes: readonly string[]): readonly Operation[] {
  return packedByFamily(prefixes).map((some) => ({ kind: 'announce', at, prefixes: some }))
}

type Side = 'left' | 'right'

/** Clients behind `core`, servers behind `far`, and two ways between them, of which each side prefers one. */
function twoWays(
  { core, far }: Readonly<Record<'core' | 'far', Side>>,
  middleboxes: SimulationSketch['middleboxes'],
  reconnectSeconds = 0,
): SimulationLab {
  const session = (side: Side, end: 'core' | 'far', isPreferred: boolean) => ({
    between: [end, side] as const,
    ends: {
      ...(isPreferred ? { [end]: preferred[end] } : {}),
      ...(side === 'left' && end === 'core' ? { left: quiet } : {}),
    },
  })
  return new SimulationLab({
    routers: {
      core: { asn: 65001, announces: ['198.51.100.64/28', '10.99.0.0/28'] },
      left: { asn: 65002, announces: ['198.51.100.16/28'] },
      right: { asn: 65003, announces: ['198.51.100.32/28'] },
      far: { asn: 65004 },
    },
    sessions: (['left', 'right'] as const).flatMap((side) => [
      session(side, 'core', core === side),
      session(side, 'far', far === side),
    ]),
    networks: {
      clients: { prefixes: ['10.1.0.0/16'], behind: ['core'] },
      servers: { prefixes: ['192.0.2.0/24'], behind: ['far'] },
    },
    flows: { web: { from: 'clients', to: 'servers', reconnectMicros: reconnectSeconds * 1e6 } },
    ...(middleboxes === undefined ? {} : { middleboxes }),
  })
}

/** Every way that a five-tuple of the flow takes now: `DENIED_IN servers far left`. */
function ways({ simulation }: SimulationLab, direction: FlowDirection): readonly string[] {
  const walks = simulation.traffic.walks('web', direction)
  return [...new Set(walks.map(({ outcome, hops }) => `${outcome} ${hops.join(' ')}`))]
}

interface Row {
  readonly name: string
  readonly prefer: Readonly<Record<'core' | 'far', Side>>
  readonly middleboxes: Readonly<Record<string, Middlebox>>
  readonly forward: string
  readonly back: string
}

const rows: readonly Row[] = [
  {
    name: 'nobody minds where the answers pass when nobody remembers',
    prefer: { core: 'left', far: 'right' },
    middleboxes: {},
    forward: 'ACCEPTED clients core left far servers',
    back: 'ACCEPTED servers far right core clients',
  },
  {
    name: 'a firewall lets the answers pass to what it saw leave',
    prefer: { core: 'left', far: 'left' },
    middleboxes: { left: firewall, right: firewall },
    forward: 'ACCEPTED clients core left far servers',
    back: 'ACCEPTED servers far left core clients',
  },
  {
    name: 'a firewall drops the answers to what it did not see leave',
    prefer: { core: 'left', far: 'right' },
    middleboxes: { right: firewall },
    forward: 'ACCEPTED clients core left far servers',
    back: 'DENIED_IN servers far right',
  },
  {
    name: 'a firewall that both ways lead through sees everything',
    prefer: { core: 'left', far: 'right' },
    middleboxes: { core: firewall },
    forward: 'ACCEPTED clients core left far servers',
    back: 'ACCEPTED servers far right core clients',
  },
  {
    name: 'answers to a pool come back to the router that has it, by whatever way, and pass a router twice in no loop',
    prefer: { core: 'left', far: 'right' },
    middleboxes: { left: nat('198.51.100.16/28', 'far') },
    forward: 'ACCEPTED clients core left far servers',
    back: 'ACCEPTED servers far right core left core clients',
  },
  {
    name: 'a router that has the pool too, and not the connection, drops the answers',
    prefer: { core: 'left', far: 'right' },
    middleboxes: { left: nat('198.51.100.32/28', 'far'), right: nat('198.51.100.32/28', 'far') },
    forward: 'ACCEPTED clients core left far servers',
    back: 'DENIED_IN servers far right',
  },
  {
    name: 'one translation before both ways does not mind which of them is used',
    prefer: { core: 'left', far: 'right' },
    middleboxes: { core: nat('198.51.100.64/28', 'left', 'right') },
    forward: 'ACCEPTED clients core left far servers',
    back: 'ACCEPTED servers far right core clients',
  },
  {
    name: 'two translations one after the other are both undone',
    prefer: { core: 'left', far: 'left' },
    middleboxes: {
      core: nat('10.99.0.0/28', 'left', 'right'),
      left: nat('198.51.100.16/28', 'far'),
    },
    forward: 'ACCEPTED clients core left far servers',
    back: 'ACCEPTED servers far left core clients',
  },
  {
    name: 'what leaves for another neighbour is not translated',
    prefer: { core: 'left', far: 'right' },
    middleboxes: { left: nat('198.51.100.16/28', 'core') },
    forward: 'ACCEPTED clients core left far servers',
    back: 'ACCEPTED servers far right core clients',
  },
]

for (const { name, prefer, middleboxes, forward, back } of rows) {
  test(name, (t) => {
    const lab = twoWays(prefer, middleboxes).start().run(60)
    t.deepEqual(ways(lab, 'forward'), [forward])
    t.deepEqual(ways(lab, 'return'), [back])
  })
}

test('connections that meet nobody who remembers them go as packets do, whoever else there is', (t) => {
  const lab = (middleboxes: SimulationSketch['middleboxes']): SimulationLab =>
    twoWays({ core: 'left', far: 'right' }, middleboxes).fault(cut('core-left'), 100, 200).start()
  const [plain, watched] = [lab({}), lab({ elsewhere: firewall })]
  for (const seconds of [0, 50, 100, 150, 200, 300]) {
    for (const each of [plain, watched]) each.run(seconds)
    for (const direction of ['forward', 'return'] as const) {
      const [here, there] = [plain, watched].map(({ simulation }) =>
        simulation.traffic.walks('web', direction),
      )
      t.deepEqual(there, here)
    }
  }
})

const left = { core: 'left', far: 'left' } as const
const both = { left: firewall, right: firewall }

test('after a failover, connections that somebody else let begin are dropped until their clients give up', (t) => {
  const lab = twoWays(left, both, 30)
    .at(100, { kind: 'add-fault', rule: cut('core-left') })
    .at(100, { kind: 'add-fault', rule: cut('far-left') })
  lab.start().run(101)
  t.deepEqual(ways(lab, 'forward'), ['DENIED_IN clients core right'])
  t.deepEqual(ways(lab, 'return'), ['DENIED_IN servers far right'])
  lab.run(129.9)
  t.deepEqual(ways(lab, 'forward'), ['DENIED_IN clients core right'])
  lab.run(131)
  t.deepEqual(ways(lab, 'forward'), ['ACCEPTED clients core right far servers'])
  t.deepEqual(ways(lab, 'return'), ['ACCEPTED servers far right core clients'])
  const { outages } = measureFlow(lab.simulation.traffic.record('web', 'forward', 200e6))
  t.deepEqual(
    outages.map(({ from, to, affected }) => [from, to, affected]),
    [[100e6, 130e6, 1]],
  )
})

test('a way that comes back in time is that of connections which are remembered still', (t) => {
  const lab = twoWays(left, both, 300)
  lab.fault(cut('core-left'), 100, 110).start().run(105)
  t.deepEqual(ways(lab, 'forward'), ['DENIED_IN clients core right'])
  lab.run(200)
  t.deepEqual(ways(lab, 'forward'), ['ACCEPTED clients core left far servers'])
})

test('a firewall that was down has forgotten its connections', (t) => {
  const lab = twoWays(left, { left: firewall }, 300)
    .at(100, { kind: 'crash', node: 'left' })
    .at(110, { kind: 'restart', node: 'left' })
  lab.start().run(200)
  t.deepEqual(ways(lab, 'forward'), ['DENIED_IN clients core left'])
})

test('a firewall on the way back knows old connections whose requests have left it, and no new ones', (t) => {
  const moved = (reconnectSeconds: number): SimulationLab =>
    twoWays(left, { left: firewall }, reconnectSeconds)
      .at(100, ...announce('servers', '192.0.2.0/25', '192.0.2.128/25'))
      .start()
      .run(150)
  for (const lab of [moved(30), moved(0)])
    t.deepEqual(ways(lab, 'forward'), ['ACCEPTED clients core right far servers'])
  t.deepEqual(ways(moved(30), 'return'), ['ACCEPTED servers far left core clients'])
  t.deepEqual(ways(moved(0), 'return'), ['DENIED_IN servers far left'])
})

test('a connection goes on behind one translation, and not from another address', (t) => {
  const shared = twoWays(left, { core: nat('198.51.100.64/28', 'left', 'right') }, 300)
  const separate = twoWays(
    left,
    { left: nat('198.51.100.16/28', 'far'), right: nat('198.51.100.32/28', 'far') },
    300,
  )
  for (const lab of [shared, separate]) {
    lab
      .at(100, { kind: 'add-fault', rule: cut('core-left') })
      .start()
      .run(150)
  }
  t.deepEqual(ways(shared, 'forward'), ['ACCEPTED clients core right far servers'])
  t.deepEqual(ways(separate, 'forward'), ['DENIED_IN clients core right'])
})
