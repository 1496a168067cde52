import type { Design, Path } from '../../expressroute/design.ts'
import type { ExpandedLink } from '../../expressroute/expansion.ts'
import { circuitCableName, paths, portCableName } from '../../expressroute/node-names.ts'

type Cable = readonly [name: string, links: readonly string[]]

/** The cables of circuits, which carry every peering of one, and those of port pairs, which carry every circuit on them. */
export function knownCables(
  circuits: readonly string[],
  design: Design,
  links: readonly ExpandedLink[],
): ReadonlyMap<string, readonly string[]> {
  return new Map([
    ...circuits.flatMap((name) => {
      return paths.map((path): Cable => [circuitCableName(name, path), linksOn([name], path, links)])
    }),
    ...portPairs(design).flatMap((pair) => {
      const own = [...design.circuits].flatMap(([name, { portPair }]) =>
        portPair?.name === pair ? [name] : [],
      )
      return paths.map((path): Cable => [portCableName(pair, path), linksOn(own, path, links)])
    }),
  ])
}

function portPairs({ circuits }: Design): readonly string[] {
  return [...new Set([...circuits.values()].flatMap(({ portPair }) => portPair?.name ?? []))]
}

function linksOn(circuits: readonly string[], path: Path, links: readonly ExpandedLink[]): readonly string[] {
  return links
    .filter((link) => link.kind === 'circuit' && circuits.includes(link.circuit) && link.path === path)
    .map(({ name }) => name)
}
