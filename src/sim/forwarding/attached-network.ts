import type { Family } from '../../net/address.ts'
import { type PackedPrefixes, PrefixPacker, prefixOffsets } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import type { NetworkPlan } from '../plan.ts'
import { ForwardingTable, type NextHop } from './forwarding-table.ts'

/**
 * The hosts of a site or a virtual network, as one node: what is theirs they take, and for the rest they
 * use the routers before them that hold a route, all of them equally.
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
    const held = this.plan.behind.map(({ router }) => this.#holds(router, prefixes, offset))
    const name = held.join()
    const group = groups.get(name) ?? this.#holders(prefixes.family, held)
    groups.set(name, group)
    return group
  }

  #isHeldBy({ held }: Holders, prefixes: PackedPrefixes, offset: number): boolean {
    return this.plan.behind.every(
      ({ router }, index) => this.#holds(router, prefixes, offset) === held[index],
    )
  }

  #holders(family: Family, held: readonly boolean[]): Holders {
    const ports = this.plan.behind.filter((_, index) => held[index])
    return { held, nextHops: ports.map(via), packer: new PrefixPacker(family) }
  }

  #isOwn({ family, data }: PackedPrefixes, offset: number): boolean {
    return this.table.nextHops(this.table.listAt(family, data, offset))[0]?.kind === 'deliver'
  }

  #holds(router: string, { family, data }: PackedPrefixes, offset: number): boolean {
    const table = this.#routers.get(router)
    return table !== undefined && table.listAt(family, data, offset) !== absent
  }
}

interface Holders {
  /** One for each router that the network is behind. */
  readonly held: readonly boolean[]
  readonly nextHops: readonly NextHop[]
  readonly packer: PrefixPacker
}

function via({ router, link }: { readonly router: string; readonly link: string }): NextHop {
  return { kind: 'via', node: router, link, address: undefined }
}
