import type { Address } from '../../net/address.ts'
import type { InternedAttributes } from '../path-attributes.ts'

/**
 * A candidate: whose route, with which attributes. The prefix is not part of it, so one value serves
 * every prefix that a peer announced with the same attributes.
 */
export interface Route {
  readonly source: RouteSource
  readonly attributes: InternedAttributes
  /** The larger wins where the profile looks at weight. */
  readonly weight: number
}

/** What the decision process knows about whoever gave a route. */
export interface RouteSource {
  /** The session's name; `local` for routes of one's own. */
  readonly name: string
  /** The far router's name; `local` for routes of one's own. */
  readonly router: string
  /** An aggregate is a route of one's own that stands for others. */
  readonly kind: 'local' | 'aggregate' | 'internal' | 'external'
  /** RFC 4456 §6: whether this router reflects for it. */
  readonly isClient: boolean
  readonly asn: number
  readonly bgpIdentifier: number
  /** The peer's address; `undefined` for routes of one's own. */
  readonly address: Address | undefined
}

/** Whether the route is one of the router's own. */
export function isOwn({ source }: Route): boolean {
  return source.kind === 'local' || source.kind === 'aggregate'
}
