import { type CompiledPolicy, compilePolicy } from '../../bgp/apply-policy.ts'
import { countAsn } from '../../bgp/as-path.ts'
import type { AttributeInterner } from '../../bgp/attribute-interner.ts'
import type { Message, UpdateMessage } from '../../bgp/message.ts'
import { microsoftAsn } from '../../expressroute/asn.ts'
import { type ContentRule, refusals } from '../../expressroute/content-rules.ts'
import type { Design } from '../../expressroute/design.ts'
import type { Expansion, PeeringLink } from '../../expressroute/expansion.ts'
import { microsoftNetworkName } from '../../expressroute/node-names.ts'
import { countText, firstOf } from '../../expressroute/rules/count-text.ts'
import { packedLength } from '../../net/packed-cover.ts'
import { prefixAt, prefixOffsets } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import type { Place } from '../place.ts'
import type { Scenario } from '../scenario.ts'
import type { WarningResult } from './run-result.ts'
import { placeOfLink } from './warning-place.ts'

/** The rules of ExpressRoute that routers enforced in the run: what an MSEE refused, and the sessions that it ended. */
export class RunWarnings {
  readonly #msees: ReadonlySet<string>
  readonly #gateways: ReadonlySet<string>
  /** By session with a customer. */
  readonly #guarded: ReadonlyMap<string, Guard>
  /** By session. */
  readonly #places: ReadonlyMap<string, Place | undefined>
  #warnings = new Map<string, WarningResult>()
  #refused = new Map<string, Refused>()
  #heardMed = false
  readonly #resets: boolean
  #offended: SessionAt[] = []
  /** By a customer's prefix: the session over which Microsoft heard of it, by way. */
  #waysToMicrosoft = new Map<string, Map<string, string>>()

  constructor(
    scenario: Pick<Scenario, 'design' | 'routers' | 'places'>,
    { msees, gateways, sessions }: Expansion,
    interner: AttributeInterner,
  ) {
    const { design } = scenario
    this.#resets = design.assumptions.forbiddenPrefixes === 'session-reset'
    this.#places = new Map(sessions.map(({ name, link }) => [name, placeOfLink(scenario, link)]))
    this.#msees = new Set(msees.map(({ speaker }) => speaker.name))
    this.#gateways = new Set(gateways.map(({ speaker }) => speaker.name))
    this.#guarded = new Map(
      sessions.flatMap(({ name, link }) =>
        link.kind === 'circuit' ? [[name, guardOf(design, link, interner)] as const] : [],
      ),
    )
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: RunWarnings): void {
    this.#warnings = new Map(other.#warnings)
    this.#refused = new Map(
      [...other.#refused].map(([key, met]) => [key, { ...met, prefixes: new Set(met.prefixes) }]),
    )
    this.#waysToMicrosoft = new Map(
      [...other.#waysToMicrosoft].map(([prefix, ways]) => [prefix, new Map(ways)]),
    )
    this.#heardMed = other.#heardMed
    this.#offended = [...other.#offended]
  }

  /** One for each rule and session, however often it was met. */
  get all(): readonly WarningResult[] {
    return [...this.#warnings.values(), ...[...this.#refused.values()].map(refusedWarning)]
  }

  /** Whether a customer told an MSEE of a MULTI_EXIT_DISC that a MULTI_EXIT_DISC of 0, or none, would not equal. */
  get heardMed(): boolean {
    return this.#heardMed
  }

  /**
   * The sessions whose MSEE was told since the last time what it resets them for, where the file assumes that it does. RT26: what was
   * not listed meets an ACL, and no session falls for it.
   */
  takeOffended(): readonly SessionAt[] {
    const offended = this.#offended
    if (offended.length > 0) this.#offended = []
    return offended.filter(
      (one, index) => offended.findIndex((other) => other.session === one.session) === index,
    )
  }

  /** Whether the rule was met so far. */
  has(rule: string): boolean {
    return [...this.#warnings.values(), ...this.#refused.values()].some((met) => met.rule === rule)
  }

  note(record: TraceRecord): void {
    if (record.node === microsoftNetworkName && record.kind === 'message-received')
      this.#heardByMicrosoft(record, record.message)
    if (!this.#msees.has(record.node)) return
    if (record.kind === 'limit' && record.level === 'exceeded') this.#exceeded(record)
    if (record.kind === 'message-received' && record.message.kind === 'UPDATE')
      this.#received(record, record.message)
  }

  #heardByMicrosoft({ peer, session }: Received, message: Message): void {
    if (message.kind !== 'UPDATE') return
    const { family, announced } = message
    for (const offset of prefixOffsets(announced)) {
      const prefix = formatPrefix(prefixAt(family, announced.data, offset))
      const ways = this.#waysToMicrosoft.get(prefix) ?? new Map<string, string>()
      this.#waysToMicrosoft.set(
        prefix,
        ways.set(this.#msees.has(peer) ? 'ExpressRoute' : 'the Internet', session),
      )
      if (ways.size > 1) this.#warn('C6', prefix, bothWaysText(prefix), ways.get('ExpressRoute'))
    }
  }

  #exceeded({ node, peer, session, prefixCount, limit }: TraceRecord & { kind: 'limit' }): void {
    const text = `${peer} announced ${countText(prefixCount)} prefixes to ${node}, which takes ${countText(limit)}: the session fell`
    this.#warn(this.#gateways.has(peer) ? 'C8' : 'C7', session, text)
  }

  #warn(rule: string, about: string, text: string, session: string = about): void {
    const key = `${rule} ${about}`
    if (this.#warnings.has(key)) return
    this.#warnings.set(key, { rule, text, place: this.#places.get(session), assumption: false })
  }

  #received({ node, peer, session }: Received, { family, announced, attributes }: UpdateMessage): void {
    const guard = this.#guarded.get(session)
    if (guard === undefined || attributes === undefined) return
    if ((attributes.multiExitDisc ?? 0) > 0) this.#heardMed = true
    if (countAsn(attributes.asPath, microsoftAsn) > 0 && announced.count > 0)
      this.#warn('C11', session, `${peer} sent back to ${node} what Microsoft had announced`)
    for (const offset of prefixOffsets(announced)) {
      if (guard.peering === 'private' && packedLength(family, announced.data, offset) === 0)
        this.#warn('C9', session, defaultRouteText(peer, node))
      const rule = guard.refusing.find(({ policy }) => {
        return policy.apply(attributes, peer, family, announced.data, offset) === undefined
      })
      if (rule !== undefined)
        this.#refuse(rule.id, { node, peer, session }, prefixAt(family, announced.data, offset))
    }
  }

  #refuse(rule: ContentRule['id'], { node, peer, session }: Received, prefix: Prefix): void {
    const key = `${rule} ${session}`
    const place = this.#places.get(session)
    const refused = this.#refused.get(key) ?? { rule, node, peer, place, prefixes: new Set<string>() }
    this.#refused.set(key, refused)
    refused.prefixes.add(formatPrefix(prefix))
    if (this.#resets && rule !== 'C3') this.#offended.push({ session, node })
  }
}

type Received = Pick<Extract<TraceRecord, { peer: string; session: string }>, 'node' | 'peer' | 'session'>

/** One of Microsoft's ends of a session. */
interface SessionAt {
  readonly session: string
  readonly node: string
}

/** What is looked at in what a customer announces. */
interface Guard {
  readonly peering: PeeringLink['peering']
  readonly refusing: readonly Refusal[]
}

interface Refusal {
  readonly id: ContentRule['id']
  /** Refuses what the rule is about, and nothing else. */
  readonly policy: CompiledPolicy
}

interface Refused {
  readonly rule: ContentRule['id']
  readonly node: string
  readonly peer: string
  readonly place: Place | undefined
  readonly prefixes: Set<string>
}

function guardOf(
  { circuits, era }: Design,
  { circuit, peering: kind }: PeeringLink,
  interner: AttributeInterner,
): Guard {
  const peering = circuits.get(circuit)?.peerings.get(kind)
  const refused = peering === undefined ? [] : refusals(peering, kind, era)
  const refusing = refused.map(({ id, policy }) => ({
    id,
    policy: compilePolicy(policy, microsoftAsn, interner),
  }))
  return { peering: kind, refusing }
}

const whatIsRefused: Readonly<Record<ContentRule['id'], string>> = {
  B3: 'with an AS for documentation in its path',
  C1: 'a default route',
  C2: 'which is private',
  C3: 'which is not in advertisedPublicPrefixes',
}

function refusedWarning({ rule, node, peer, place, prefixes }: Refused): WarningResult {
  const text = `${peer} announced ${firstOf([...prefixes])} to ${node}, ${whatIsRefused[rule]}: not taken`
  return { rule, text, place, assumption: false }
}

function bothWaysText(prefix: string): string {
  return `Microsoft heard of ${prefix} over ExpressRoute and over the Internet: answers take ExpressRoute, whichever way was asked`
}

function defaultRouteText(peer: string, node: string): string {
  return `${peer} announced a default route to ${node}: everything that leaves its virtual networks goes there`
}
