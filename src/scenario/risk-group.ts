import type { FaultRule } from '../sim/fault.ts'
import type { Deed } from '../sim/operation.ts'

/** Things that fail together because they share one: a power feed, a duct, a switch, a building. */
export interface RiskGroup {
  /** What they share, in the file's words. */
  readonly shares: string | undefined
  /** Every VLAN of the cables; behind a layer-2 provider no port sees that they are gone. */
  readonly links: readonly { readonly link: string; readonly silently: boolean }[]
  /** Every routing domain of the boxes. */
  readonly nodes: readonly string[]
}

/** What happens to all of it at one instant; `id` names the failure, so that it ends by itself. */
export function failureOf({ links, nodes }: RiskGroup, id: string): readonly Deed[] {
  return [
    ...links.map(({ link, silently }): Deed => ({ kind: 'add-fault', rule: cut(link, silently, id) })),
    ...nodes.map((node): Deed => ({ kind: 'crash', node, hold: id })),
  ]
}

export function recoveryOf({ links, nodes }: RiskGroup, id: string): readonly Deed[] {
  return [
    ...links.map(({ link, silently }): Deed => ({ kind: 'remove-fault', rule: cut(link, silently, id) })),
    ...nodes.map((node): Deed => ({ kind: 'restart', node, hold: id })),
  ]
}

function cut(link: string, silently: boolean, id: string): FaultRule {
  return silently ? { kind: 'silence', id, link, from: undefined } : { kind: 'ports-down', id, link }
}
