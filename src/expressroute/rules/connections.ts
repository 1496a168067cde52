import type { CustomerRouter, Design, Path, PeeringKind, RouterConnection } from '../design.ts'
import { sameEnd } from '../expand-links.ts'
import { paths } from '../node-names.ts'
import { placedPeerings } from './peerings.ts'

/** One end of a link on a customer's router, with where the file has it. */
export interface PlacedConnection {
  readonly router: string
  readonly index: number
  readonly connection: RouterConnection
  readonly settings: CustomerRouter
}

/** In the order of the file. */
export function placedConnections({ routers }: Design): readonly PlacedConnection[] {
  return [...routers].flatMap(([router, settings]) =>
    settings.connections.map((connection, index) => ({ router, index, connection, settings })),
  )
}

export interface LinkEnds {
  readonly circuit: string
  readonly path: Path
  readonly peering: PeeringKind
  readonly connections: readonly PlacedConnection[]
}

/** Both links of every peering, and the routers connected to each. */
export function connectionsByLink(design: Design): readonly LinkEnds[] {
  const all = placedConnections(design)
  return placedPeerings(design).flatMap(({ circuit, kind: peering }) =>
    paths.map((path) => {
      const end = { circuit, path, peering }
      return { ...end, connections: all.filter(({ connection }) => sameEnd(connection, end)) }
    }),
  )
}
