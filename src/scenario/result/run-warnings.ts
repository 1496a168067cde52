import type { Expansion } from '../../expressroute/expansion.ts'
import { countText } from '../../expressroute/rules/count-text.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import type { WarningResult } from './run-result.ts'

/** The rules of ExpressRoute that the run itself enforced: an MSEE ended a session over its prefix limit. */
export class RunWarnings {
  readonly #msees: ReadonlySet<string>
  readonly #gateways: ReadonlySet<string>
  readonly #warnings = new Map<string, WarningResult>()

  constructor({ msees, gateways }: Expansion) {
    this.#msees = new Set(msees.map(({ speaker }) => speaker.name))
    this.#gateways = new Set(gateways.map(({ speaker }) => speaker.name))
  }

  /** One for each session, however often it fell. */
  get all(): readonly WarningResult[] {
    return [...this.#warnings.values()]
  }

  note(record: TraceRecord): void {
    if (record.kind !== 'limit' || record.level !== 'exceeded' || !this.#msees.has(record.node)) return
    const { node, peer, session, prefixCount, limit } = record
    const rule = this.#gateways.has(peer) ? 'C8' : 'C7'
    const text = `${peer} announced ${countText(prefixCount)} prefixes to ${node}, which takes ${countText(limit)}: the session fell`
    if (!this.#warnings.has(session)) {
      this.#warnings.set(session, { rule, text, line: undefined, assumption: false })
    }
  }
}
