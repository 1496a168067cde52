import { formatAsPath } from '../bgp/as-path.ts'
import type { Selection } from '../bgp/decision/select-best.ts'
import type { RouteView } from './trace.ts'

/** The winner of a selection as the trace shows it. */
export function routeView(selection: Selection | undefined): RouteView | undefined {
  if (selection === undefined) return undefined
  const { source, attributes } = selection.best
  const { nextHop, asPath } = attributes
  const paths = selection.multipath.length
  return { from: source.router, nextHop, asPath: formatAsPath(asPath), paths }
}
