import { type PackedPrefixes, prefixAt, prefixOffsets } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import type { ForwardingTable } from '../../sim/forwarding/forwarding-table.ts'
import { type MorePrefixes, morePrefixes } from './more-prefixes.ts'

/** Hosts: a site, or a virtual network. */
export interface NetworkInspection {
  readonly kind: 'network'
  readonly name: string
  readonly prefixes: readonly string[]
  readonly unlisted: number
  /** Whether the first of them is announced now. */
  readonly isAnnounced: boolean
  /** Of a site. */
  readonly more: MorePrefixes | undefined
  readonly behind: readonly string[]
  readonly forwarding: readonly { readonly prefix: string; readonly via: string }[]
}

const listedAtMost = 100

export function inspectNetwork(run: ScenarioRun, name: string): NetworkInspection | undefined {
  const { simulation } = run
  const network = simulation.plan.networks.find((one) => one.name === name)
  if (network === undefined) return undefined
  const prefixes = network.prefixes.flatMap(textsOf)
  return {
    kind: 'network',
    name,
    prefixes: prefixes.slice(0, listedAtMost),
    unlisted: Math.max(0, prefixes.length - listedAtMost),
    isAnnounced: prefixes[0] !== undefined && announced(simulation, name).has(prefixes[0]),
    more: run.scenario.sites.has(name) ? morePrefixes(run, name) : undefined,
    behind: network.behind.map(({ router }) => router),
    forwarding: forwardingOf(simulation.table(name)),
  }
}

function announced({ operator }: ScenarioRun['simulation'], name: string): ReadonlySet<string> {
  return new Set(operator.announcedAt(name).flatMap(textsOf))
}

function textsOf(packed: PackedPrefixes): readonly string[] {
  return [...prefixOffsets(packed)].map((offset) =>
    formatPrefix(prefixAt(packed.family, packed.data, offset)),
  )
}

function forwardingOf(table: ForwardingTable): NetworkInspection['forwarding'] {
  const rows: { prefix: string; via: string }[] = []
  for (const { prefix, nextHops } of table.entries()) {
    if (rows.length === listedAtMost) break
    const via = nextHops.map((hop) =>
      hop.kind === 'via' ? hop.node : hop.kind === 'deliver' ? 'here' : 'nowhere',
    )
    rows.push({ prefix: formatPrefix(prefix), via: via.join(', ') })
  }
  return rows
}
