import type { Design } from './design.ts'
import { paths, providerEdgeName } from './node-names.ts'

/** Whether the name is that of a provider's router which speaks BGP with the customer and with an MSEE. */
export function isProviderEdge(name: string, { circuits }: Design): boolean {
  return [...circuits].some(
    ([circuit, { isManaged, peerings }]) =>
      isManaged &&
      paths.some((path) =>
        [...peerings.keys()].some((kind) => providerEdgeName(circuit, path, kind) === name),
      ),
  )
}
