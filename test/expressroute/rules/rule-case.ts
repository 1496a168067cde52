import type { Design } from '../../../src/expressroute/design.ts'
import type { Announcement, Surroundings } from '../../../src/expressroute/rules/rule.ts'

/** A design that breaks one rule, and its neighbour that keeps it. */
export interface Case {
  readonly breaks: string
  readonly broken: Design
  readonly kept: Design
  readonly announced?: { readonly broken: readonly Announcement[]; readonly kept: readonly Announcement[] }
  readonly surroundings?: { readonly broken: Surroundings; readonly kept: Surroundings }
  readonly path: readonly (string | number)[]
  readonly says: string
}
