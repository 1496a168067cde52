import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { packPrefixes, unpackPrefixes } from '../../../src/net/packed-prefixes.ts'
import { covers, type Prefix } from '../../../src/net/prefix.ts'
import { formatPrefix, parsePrefix } from '../../../src/net/prefix-text.ts'
import type { FaultRule } from '../../../src/sim/fault.ts'
import { tuplesOf } from '../../../src/sim/flow/flow.ts'
import {
  type ForwardingFault,
  ForwardingFaults,
  type TableChange,
} from '../../../src/sim/forwarding/forwarding-faults.ts'
import { type ForwardingFlaw, flawsOf } from '../../../src/sim/forwarding/forwarding-graph.ts'
import type { ForwardingTable } from '../../../src/sim/forwarding/forwarding-table.ts'
import { type Walk, Walker } from '../../../src/sim/forwarding/walk.ts'
import type { Network } from '../../../src/sim/network.ts'
import {
  cables,
  diamondCables,
  diamondEntries,
  type Entries,
  networkOfCables,
  nextHopsOf,
  tablesOf,
} from '../../support/forwarding-lab.ts'

class Lab {
  readonly network: Network = networkOfCables([...diamondCables, ...cables(['left-right'])])
  readonly tables: ReadonlyMap<string, ForwardingTable> = tablesOf(this.network, {})
  readonly #faults = new ForwardingFaults(this.network, this.tables)
  #pending: TableChange[] = []

  set(node: string, text: string, names: string): void {
    const prefixes = this.#packed(text)
    const nextHops = nextHopsOf(this.network, node, names.split(' '))
    this.#pending.push({ node, prefixes: this.#table(node).set(prefixes, nextHops) })
  }

  delete(node: string, text: string): void {
    this.#pending.push({ node, prefixes: this.#table(node).delete(this.#packed(text)) })
  }

  clear(node: string): void {
    for (const prefixes of this.#table(node).clear()) this.#pending.push({ node, prefixes })
  }

  fill(entries: Entries): this {
    for (const [node, lines] of Object.entries(entries)) {
      for (const [text, names] of Object.entries(lines)) this.set(node, text, names)
    }
    return this
  }

  update(): readonly ForwardingFault[] {
    const changes = this.#pending
    this.#pending = []
    return this.#faults.update(changes)
  }

  #table(node: string): ForwardingTable {
    const table = this.tables.get(node)
    if (table === undefined) throw new Error(`no node ${node}`)
    return table
  }

  #packed(text: string): ReturnType<typeof packPrefixes> {
    const prefix = parsePrefix(text)
    return packPrefixes(prefix.family, [prefix])
  }
}

/** `+ loop source left: 10.2.0.0/16` */
function lineOf({ present, kind, nodes, prefixes }: ForwardingFault): string {
  const texts = unpackPrefixes(prefixes).map(formatPrefix).join(' ')
  return `${present ? '+' : '-'} ${kind} ${nodes.join(' ')}: ${texts}`
}

const silence: FaultRule = { kind: 'silence', id: 'cut', link: 'source-left', from: undefined }
const oneWay: FaultRule = { ...silence, from: 'left' }
const loss = (share: number): FaultRule => ({ ...silence, kind: 'loss', share })
const portsDown: FaultRule = { kind: 'ports-down', id: 'cut', link: 'left-target' }

const stories: readonly { name: string; change: (lab: Lab) => void; lines: readonly string[] }[] = [
  { name: 'where every way ends at an owner nothing is wrong', change: () => {}, lines: [] },
  {
    name: 'two nodes that send to each other are a loop',
    change: (lab) => {
      lab.set('left', '10.2.0.0/16', 'right')
      lab.set('right', '10.2.0.0/16', 'left')
    },
    lines: ['+ loop left right: 10.2.0.0/16'],
  },
  {
    name: 'one of several equal paths suffices for a loop',
    change: (lab) => lab.set('left', '10.2.0.0/16', 'target source'),
    lines: ['+ loop source left: 10.2.0.0/16'],
  },
  {
    name: 'a neighbour that lost its entry is a black hole for those who send to it',
    change: (lab) => lab.delete('left', '10.2.0.0/16'),
    lines: ['+ black-hole source left: 10.2.0.0/16'],
  },
  {
    name: 'silence is one, for the side that sends into it',
    change: ({ network }) => network.addFault(silence),
    lines: ['+ black-hole source left: 10.2.0.0/16'],
  },
  {
    name: 'silence where nobody sends is none',
    change: ({ network }) => network.addFault(oneWay),
    lines: [],
  },
  {
    name: 'a link that loses every packet is one',
    change: ({ network }) => network.addFault(loss(1)),
    lines: ['+ black-hole source left: 10.2.0.0/16'],
  },
  {
    name: 'a link that loses nearly every packet is none',
    change: ({ network }) => network.addFault(loss(0.99)),
    lines: [],
  },
  {
    name: 'a dead neighbour is one',
    change: ({ network }) => network.crash('left'),
    lines: ['+ black-hole source left: 10.2.0.0/16'],
  },
  {
    name: 'who sees that a port is down claims no way, but those behind it may not know',
    change: ({ network }) => network.addFault(portsDown),
    lines: ['+ black-hole source left: 10.2.0.0/16'],
  },
  {
    name: 'a discard is an answer',
    change: (lab) => lab.set('left', '10.2.0.0/16', 'discard'),
    lines: [],
  },
  {
    name: 'a shorter entry carries on for a longer one that ends',
    change: (lab) => {
      lab.set('left', '10.0.0.0/8', 'target')
      lab.set('target', '10.0.0.0/8', 'deliver')
      lab.delete('left', '10.2.0.0/16')
    },
    lines: [],
  },
  {
    name: 'a longer entry at one node is judged with the shorter ones of the others',
    change: (lab) => lab.set('left', '10.2.3.0/24', 'source'),
    lines: ['+ loop source left: 10.2.3.0/24'],
  },
  {
    name: 'a shorter entry that changes also changes what stands in for it elsewhere',
    change: (lab) => {
      lab.set('left', '10.2.3.0/24', 'target')
      lab.set('source', '10.2.0.0/16', 'right')
      lab.set('right', '10.2.0.0/16', 'source')
    },
    lines: ['+ loop source right: 10.2.3.0/24 10.2.0.0/16'],
  },
  {
    name: 'IPv6 is judged by itself',
    change: (lab) => lab.fill({ source: { '2001:db8::/32': 'left' }, left: { '2001:db8::/32': 'source' } }),
    lines: ['+ loop source left: 2001:db8::/32'],
  },
]

for (const { name, change, lines } of stories) {
  test(name, (t) => {
    const lab = new Lab().fill(diamondEntries)
    t.deepEqual(lab.update(), [])
    change(lab)
    t.deepEqual(lab.update().map(lineOf), lines)
    t.deepEqual(lab.update(), [], 'a fault is told once')
  })
}

test('a fault that ends is told before the one that takes its place', (t) => {
  const lab = new Lab().fill(diamondEntries)
  lab.network.addFault(silence)
  t.is(lab.update().length, 1)
  lab.network.removeFault(silence)
  lab.set('right', '10.2.0.0/16', 'source')
  t.deepEqual(lab.update().map(lineOf), [
    '- black-hole source left: 10.2.0.0/16',
    '+ loop source right: 10.2.0.0/16',
  ])
})

test('a prefix that nobody has any more has no fault', (t) => {
  const lab = new Lab().fill({ source: { '10.2.0.0/16': 'left', '10.3.0.0/16': 'left' } })
  t.deepEqual(lab.update().map(lineOf), ['+ black-hole source left: 10.2.0.0/16 10.3.0.0/16'])
  lab.delete('source', '10.2.0.0/16')
  t.deepEqual(lab.update().map(lineOf), ['- black-hole source left: 10.2.0.0/16'])
  lab.clear('source')
  t.deepEqual(lab.update().map(lineOf), ['- black-hole source left: 10.3.0.0/16'])
})

test('what comes and goes within one instant is not told', (t) => {
  const lab = new Lab().fill(diamondEntries)
  lab.update()
  lab.delete('left', '10.2.0.0/16')
  lab.set('left', '10.2.0.0/16', 'target')
  t.deepEqual(lab.update(), [])
})

test('a change of a stranger is a bug', (t) => {
  const lab = new Lab()
  const faults = new ForwardingFaults(lab.network, lab.tables)
  const prefixes = packPrefixes('ipv4', [parsePrefix('10.0.0.0/8')])
  t.throws(() => faults.update([{ node: 'stranger', prefixes }]), {
    message: /no forwarding table of stranger/,
  })
})

// Nested prefixes and few neighbours, so that most histories have loops and holes.
const texts = ['0.0.0.0/0', '10.0.0.0/8', '10.2.0.0/16', '10.2.0.0/24', '10.2.128.0/17', '11.0.0.0/8']
const neighbours: Readonly<Record<string, readonly string[]>> = {
  source: ['left', 'right', 'left right', 'discard'],
  left: ['source', 'target', 'right', 'target source', 'deliver'],
  right: ['source', 'target', 'left', 'left target'],
  target: ['left', 'deliver', 'right'],
}
const links = ['source-left', 'source-right', 'left-target', 'right-target', 'left-right']

type Deed = (lab: Lab) => void

const nodeArbitrary = fc.constantFrom('source', 'left', 'right', 'target')
const deedArbitrary: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: nodeArbitrary.chain((node) => settingOf(node)) },
  {
    weight: 4,
    arbitrary: fc.tuple(nodeArbitrary, fc.constantFrom(...texts)).map(
      ([node, text]): Deed =>
        (lab) =>
          lab.delete(node, text),
    ),
  },
  {
    weight: 1,
    arbitrary: nodeArbitrary.map(
      (node): Deed =>
        (lab) =>
          lab.clear(node),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...links), fc.constantFrom('silence', 'ports-down', 'heal')).map(
      ([link, what]): Deed =>
        (lab) =>
          toggle(lab, link, what),
    ),
  },
  {
    weight: 1,
    arbitrary: nodeArbitrary.map(
      (node): Deed =>
        ({ network }) => {
          if (network.isUp(node)) network.crash(node)
          else network.restart(node)
        },
    ),
  },
)

function settingOf(node: string): fc.Arbitrary<Deed> {
  return fc.tuple(fc.constantFrom(...texts), fc.constantFrom(...(neighbours[node] ?? []))).map(
    ([text, names]): Deed =>
      (lab) =>
        lab.set(node, text, names),
  )
}

function toggle({ network }: Lab, link: string, what: string): void {
  const fault: FaultRule = { kind: 'silence', id: link, link, from: undefined }
  network.removeFault(fault)
  if (what === 'silence') network.addFault(fault)
  if (what === 'ports-down') network.addFault({ kind: 'ports-down', id: link, link })
}

test('after any history the faults told are those that a look at everything finds', (t) => {
  const history = fc.array(fc.array(deedArbitrary, { minLength: 1, maxLength: 6 }), { maxLength: 12 })
  t.notThrows(() =>
    fc.assert(
      fc.property(history, (instants) => {
        const lab = new Lab()
        const told = new Set<string>()
        for (const deeds of instants) {
          for (const deed of deeds) deed(lab)
          for (const fault of lab.update()) takeIn(told, fault)
          assert.deepEqual([...told].sort(), everythingWrong(lab))
        }
      }),
      { numRuns: 300 },
    ),
  )
})

test('what a packet meets on its way is among the faults, and without faults it arrives', (t) => {
  const [tuple] = tuplesOf('web', 1, [parsePrefix('10.1.0.0/16')], [parsePrefix('10.2.0.0/16')])
  if (tuple === undefined) throw new Error('a flow of one has one five-tuple')
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(deedArbitrary, { maxLength: 12 }), (deeds) => {
        const lab = new Lab()
        for (const deed of deeds) deed(lab)
        // One prefix for all, or the packet's longer one would be another than that which is judged.
        for (const text of texts)
          if (text !== '10.2.0.0/16') lab.network.nodes.map((node) => lab.delete(node, text))
        const faults = lab.update()
        const alive = lab.network.nodes.filter((node) => lab.network.isUp(node))
        for (const node of alive) checkFault(new Walker(lab.network, lab.tables).walk(node, tuple), faults)
      }),
      { numRuns: 300 },
    ),
  )
})

function checkFault({ outcome, hops }: Walk, faults: readonly ForwardingFault[]): void {
  const last = hops.at(-1) ?? ''
  const met = faults.some(({ kind, nodes }) => {
    if (kind === 'loop') return outcome === 'LOOP' && nodes.includes(last)
    if (outcome === 'NO_ROUTE') return nodes.join() === hops.slice(-2).join()
    return outcome === 'NEIGHBOR_UNREACHABLE' && nodes[0] === last
  })
  const claimed = hops.length > 1 || outcome !== 'NO_ROUTE'
  const arrived = outcome === 'ACCEPTED' || outcome === 'NULL_ROUTED'
  assert.equal(met, claimed && !arrived, `${outcome} ${hops.join(' ')}`)
}

function takeIn(told: Set<string>, fault: ForwardingFault): void {
  for (const prefix of unpackPrefixes(fault.prefixes)) {
    const name = nameOf(fault, prefix)
    assert.equal(told.has(name), !fault.present, name)
    if (fault.present) told.add(name)
    else told.delete(name)
  }
}

function everythingWrong({ network, tables }: Lab): readonly string[] {
  const entries = [...tables].map(([node, table]) => [node, [...table.entries()]] as const)
  const known = new Map(entries.flatMap(([, own]) => own.map(({ prefix }) => [formatPrefix(prefix), prefix])))
  return [...known.values()]
    .flatMap((prefix) => {
      const graph = entries.map(([node, own]) => {
        const covering = own.filter((entry) => covers(entry.prefix, prefix))
        const [longest] = covering.sort((a, b) => b.prefix.length - a.prefix.length)
        return [node, longest?.nextHops ?? []] as const
      })
      return flawsOf(network, new Map(graph)).map((flaw) => nameOf(flaw, prefix))
    })
    .sort()
}

function nameOf({ kind, nodes }: ForwardingFlaw, prefix: Prefix): string {
  return `${kind} ${nodes.join(' ')} ${formatPrefix(prefix)}`
}
