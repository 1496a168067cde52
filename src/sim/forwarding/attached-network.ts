import type { Family } from '../../net/address.ts'
import { type PackedPrefixes, PrefixPacker, prefixOffsets } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import type { NetworkPlan } from '../plan.ts'
import { ForwardingTable, type NextHop } from './forwarding-table.ts'

/**
 * The hosts of a site or a virtual network, as one node: what is theirs they take, and for the rest they
 * use the routers before them that hold a route, all of them equally but for those that only stand by.
 *
 * Model assumption: the inside of a site is not modelled, so its hosts follow the routers' forwarding
 * tables, after the site's own convergence time.
 */
export class AttachedNetwork {
  readonly plan: NetworkPlan
  readonly table: ForwardingTable = new ForwardingTable()
  readonly #routers: ReadonlyMap<string, ForwardingTable>

  constructor(plan: NetworkPlan, tables: ReadonlyMap<string, ForwardingTable>) {
    this.plan = plan
    this.#routers = tables
  }

  own(prefixes: PackedPrefixes): PackedPrefixes {
    return this.table.set(prefixes, [{ kind: 'deliver' }])
  }

  disown(prefixes: PackedPrefixes): PackedPrefixes {
    return this.table.delete(prefixes)
  }

  /** Looks again at which routers hold a route for the prefixes; answers those that are now forwarded otherwise. */
  follow(prefixes: PackedPrefixes): readonly PackedPrefixes[] {
    const changed = [...this.#byHolders(prefixes).values()].map(({ nextHops, packer }) =>
      nextHops.length === 0 ? this.table.delete(packer.finish()) : this.table.set(packer.finish(), nextHops),
    )
    return changed.filter(({ count }) => count > 0)
  }

  #byHolders(prefixes: PackedPrefixes): ReadonlyMap<string, Holders> {
    const groups = new Map<string, Holders>()
    this.#sort(prefixes, groups)
    return groups
  }

  #sort(prefixes: PackedPrefixes, groups: Map<string, Holders>): void {
    let group: Holders | undefined
    for (const offset of prefixOffsets(prefixes)) {
      if (this.#isOwn(prefixes, offset)) continue
      // Prefixes that changed together are mostly held alike.
      if (group === undefined || !this.#isHeldBy(group, prefixes, offset)) {
        group = this.#groupFor(prefixes, offset, groups)
      }
      group.packer.append(prefixes.data, offset)
    }
  }

  #groupFor(prefixes: PackedPrefixes, offset: number, groups: Map<string, Holders>): Holders {
    const holding = this.plan.behind.filter(({ router }) => this.#holds(router, prefixes, offset))
    const name = holding.map(({ link }) => link).join(' ')
    const group = groups.get(name) ?? this.#holders(holding, prefixes.family)
    groups.set(name, group)
    return group
  }

  #holders(holding: readonly Port[], family: Family): Holders {
    const { standby } = this.plan
    const rank = ({ router }: Port): number => standby.indexOf(router)
    const best = Math.min(...holding.map(rank))
    return {
      routers: new Set(holding.map(({ router }) => router)),
      nextHops: holding.filter((port) => rank(port) === best).map(via),
      packer: new PrefixPacker(family),
    }
  }

  #isHeldBy({ routers }: Holders, prefixes: PackedPrefixes, offset: number): boolean {
    for (const { router } of this.plan.behind) {
      if (this.#holds(router, prefixes, offset) !== routers.has(router)) return false
    }
    return true
  }

  #isOwn({ family, data }: PackedPrefixes, offset: number): boolean {
    const list = this.table.listAt(family, data, offset)
    return list !== absent && this.table.nextHops(list)[0]?.kind === 'deliver'
  }

  #holds(router: string, { family, data }: PackedPrefixes, offset: number): boolean {
    const table = this.#routers.get(router)
    return table !== undefined && table.listAt(family, data, offset) !== absent
  }
}

type Port = NetworkPlan['behind'][number]

/** The routers that hold a route for the same prefixes, and the way over those that are used. */
interface Holders {
  readonly routers: ReadonlySet<string>
  readonly nextHops: readonly NextHop[]
  readonly packer: PrefixPacker
}

function via({ router, link }: Port): NextHop {
  return { kind: 'via', node: router, link, address: undefined }
}
