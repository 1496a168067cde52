import type { CustomerRouter, Design, Path, RouterConnection } from '../design.ts'
import { paths } from '../node-names.ts'

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
  readonly connections: readonly PlacedConnection[]
}

/** Both links of every circuit with a private peering, and the routers connected to each. */
export function connectionsByLink(design: Design): readonly LinkEnds[] {
  const all = placedConnections(design)
  return [...design.circuits]
    .filter(([, { peerings }]) => peerings.private !== undefined)
    .flatMap(([circuit]) =>
      paths.map((path) => ({
        circuit,
        path,
        connections: all.filter(
          ({ connection }) => connection.circuit === circuit && connection.path === path,
        ),
      })),
    )
}
