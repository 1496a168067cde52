import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { ForwardingTable, type NextHop } from '../../src/sim/forwarding/forwarding-table.ts'
import type { Link } from '../../src/sim/link.ts'
import { Network } from '../../src/sim/network.ts'

/** By node, by prefix: the neighbours' names with blanks between, or `deliver`, or `discard`. */
export type Entries = Readonly<Record<string, Readonly<Record<string, string>>>>

/** A link is named after its ends, as they are given: `a-b`. */
export function cables(names: readonly string[], difference: Partial<Link> = {}): readonly Link[] {
  return names.map((name) => {
    const [a = '', b = ''] = name.split('-')
    const ends = [
      { node: a, addresses: [] },
      { node: b, addresses: [] },
    ] as const
    return { name, ends, delayMicros: 1000, carrier: 'layer-2', ...difference }
  })
}

export function networkOfCables(links: readonly Link[]): Network {
  return new Network([...new Set(links.flatMap((link) => link.ends.map(({ node }) => node)))], links)
}

/** A table for every node of the network. */
export function tablesOf(network: Network, entries: Entries): ReadonlyMap<string, ForwardingTable> {
  const tables = new Map(network.nodes.map((node) => [node, new ForwardingTable()]))
  for (const [node, lines] of Object.entries(entries)) {
    for (const [text, names] of Object.entries(lines)) {
      const prefix = parsePrefix(text)
      tables
        .get(node)
        ?.set(packPrefixes(prefix.family, [prefix]), nextHopsOf(network, node, names.split(' ')))
    }
  }
  return tables
}

export function nextHopsOf(network: Network, node: string, names: readonly string[]): readonly NextHop[] {
  return names.map((name) => {
    if (name === 'deliver' || name === 'discard') return { kind: name }
    const link = network.linksOf(node).find(({ ends }) => ends.some((end) => end.node === name))
    if (link === undefined) throw new Error(`no cable from ${node} to ${name}`)
    return { kind: 'via', node: name, link: link.name, address: undefined }
  })
}

/** Source, two ways, destination: `10.2.0.0/16` lies behind `target`. */
export const diamondCables: readonly Link[] = cables([
  'source-left',
  'source-right',
  'left-target',
  'right-target',
])

export const diamondEntries: Entries = {
  source: { '10.2.0.0/16': 'left right' },
  left: { '10.2.0.0/16': 'target' },
  right: { '10.2.0.0/16': 'target' },
  target: { '10.2.0.0/16': 'deliver' },
}
