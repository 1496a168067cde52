import { profiles } from '../../bgp/profiles.ts'
import type { Era } from '../../expressroute/design.ts'
import { circuitLatencyMicros } from '../../expressroute/latency.ts'
import { tagsOf } from '../../expressroute/service-tags.ts'
import { type Family, families } from '../../net/address.ts'
import type { Place } from '../place.ts'
import type {
  ConnectionPlan,
  Flow,
  MicrosoftService,
  PeerChoice,
  RouterPlan,
  SessionEnd,
  SessionPlan,
  Site,
  Timers,
} from '../scenario.ts'
import type { RouterEntry } from '../schema/router.ts'
import type { SessionEndEntry, SessionEntry } from '../schema/session.ts'
import { customerLinkName } from '../session-names.ts'
import { declaredTags, mapValues, profileOf, timersOf } from './design.ts'
import type { ScenarioDocument } from './document.ts'
import type { Inherited } from './inherited.ts'
import type { CustomerLink } from './known-names.ts'
import type { Item, Sections } from './sections.ts'

/** Without `maximum-paths` routers use one path, whichever profile they follow. */
const usualMaximumPaths = 1

/** The links between the customer's own routers, as far as both ends could be read. */
export function customerLinks(sections: Sections): readonly CustomerLink[] {
  return sections.sessions
    .filter(({ value: { between } }) => between.every((name) => sections.routers.values.has(name)))
    .map(({ value }) => ({
      link: customerLinkName(value.between),
      between: value.between,
      families: value.families ?? commonFamilies(value, sections),
    }))
}

function commonFamilies({ between }: SessionEntry, sections: Sections): readonly Family[] {
  return families.filter((family) => family === 'ipv4' || between.every((name) => hasIpv6(name, sections)))
}

function hasIpv6(name: string, { routers, circuits, sites }: Sections): boolean {
  const router = routers.values.get(name)
  const behind = [...sites.values.values()].filter((site) => site.behind.includes(name))
  const lists = [...(router?.advertise ?? []), ...behind.flatMap(({ prefixes }) => prefixes)]
  return (
    lists.some(({ family }) => family === 'ipv6') ||
    (router?.connect ?? []).some(
      ({ circuit, peering }) => circuits.values.get(circuit)?.peerings.get(peering)?.ipv6 !== undefined,
    )
  )
}

export function routerPlans(
  { routers }: Sections,
  inherited: Inherited,
  document: ScenarioDocument,
): ReadonlyMap<string, RouterPlan> {
  return mapValues(routers.values, (entry, name) => ({
    place: document.placeOf(['routers', name], 'key'),
    asn: entry.asn,
    bgpIdentifier: entry.bgpIdentifier,
    profile: profileOf(entry, inherited),
    timers: timersOf(entry, inherited),
    profileTimers: { ...inherited.defaults.timers.ofProfile, ...entry.timers.ofProfile },
    maximumPaths: entry.maximumPaths ?? usualMaximumPaths,
    clusterId: entry.clusterId,
    gracefulRestart: gracefulRestartOf(entry, inherited),
    enhancedRouteRefresh: entry.enhancedRouteRefresh,
    aggregates: entry.aggregate,
    connections: connectionPlans(entry, name, document),
    advertise: entry.advertise,
    statics: entry.statics,
    middlebox: middleboxOf(entry),
  }))
}

function middleboxOf({ firewall, nat }: RouterEntry): RouterPlan['middlebox'] {
  return firewall || nat.length > 0 ? { firewall, translations: nat } : undefined
}

/** What the router says, or its profile. */
function gracefulRestartOf(entry: RouterEntry, inherited: Inherited): RouterPlan['gracefulRestart'] {
  const { gracefulRestart: own } = entry
  const usual = profiles[profileOf(entry, inherited)]
  return (
    own && {
      helperOnly: own.helperOnly,
      restartSeconds: own.restartSeconds ?? usual.restartSeconds,
      staleSeconds: own.staleSeconds ?? usual.staleSeconds,
      selectionDeferralSeconds: own.selectionDeferralSeconds ?? usual.selectionDeferralSeconds,
      notification: own.notification ?? usual.gracefulNotification,
    }
  )
}

function connectionPlans(
  entry: RouterEntry,
  name: string,
  document: ScenarioDocument,
): readonly ConnectionPlan[] {
  return entry.connect.map((connection) => ({
    place: document.placeOf(['routers', name, 'connect', connection.index], 'value'),
    circuit: connection.circuit,
    path: connection.path,
    peering: connection.peering,
    ...peerChoice({
      ...connection,
      import: connection.import ?? entry.import,
      export: connection.export ?? entry.export,
      prefixLimit: connection.prefixLimit ?? entry.prefixLimit,
    }),
  }))
}

/** What nobody configures is as routers have it when they come out of the box. */
function peerChoice(said: { readonly [Key in keyof PeerChoice]: PeerChoice[Key] | undefined }): PeerChoice {
  return {
    import: said.import ?? [],
    export: said.export ?? [],
    prefixLimit: said.prefixLimit,
    allowOwnAsn: said.allowOwnAsn ?? 0,
    removePrivateAsns: said.removePrivateAsns ?? false,
    weight: said.weight ?? 0,
    defaultOriginate: said.defaultOriginate ?? false,
  }
}

export function sessionPlans(
  sections: Sections,
  inherited: Inherited,
  document: ScenarioDocument,
): readonly SessionPlan[] {
  const links = customerLinks(sections)
  return sections.sessions.map((item, index) => {
    const link = links[index]
    if (link === undefined) throw new Error('a session without routers passed the checks')
    const [a, b] = item.value.between
    const external = entryOf(a, sections).asn !== entryOf(b, sections).asn
    return {
      place: document.placeOf(item.path, 'value'),
      link: link.link,
      kind: external ? 'external' : 'internal',
      ends: [
        sessionEnd(item, a, external, sections, inherited),
        sessionEnd(item, b, external, sections, inherited),
      ],
      bothCall: item.value.passive === false,
      families: link.families,
      latencyMicros: item.value.latencyMicros ?? inherited.defaults.latencyMicros ?? circuitLatencyMicros,
    }
  })
}

function sessionEnd(
  { value: { both, ends, passive, routeReflectorClient } }: Item<SessionEntry>,
  name: string,
  external: boolean,
  sections: Sections,
  inherited: Inherited,
): SessionEnd {
  const entry = entryOf(name, sections)
  const own = ends.get(name)
  return {
    router: name,
    nextHopSelf: own?.nextHopSelf ?? both.nextHopSelf ?? false,
    routeReflectorClient: routeReflectorClient !== undefined && routeReflectorClient !== name,
    passive: passive === name,
    sharedKey: own?.sharedKey ?? both.sharedKey,
    bfd: (own?.bfd ?? both.bfd) || undefined,
    capabilities: own?.capabilities,
    timers: sessionTimers(timersOf(entry, inherited), both, own),
    ...peerChoice({
      import: own?.import ?? (external ? entry.import : undefined),
      export: own?.export ?? (external ? entry.export : undefined),
      prefixLimit: own?.prefixLimit ?? both.prefixLimit,
      allowOwnAsn: own?.allowOwnAsn ?? both.allowOwnAsn,
      removePrivateAsns: own?.removePrivateAsns ?? both.removePrivateAsns,
      weight: own?.weight,
      defaultOriginate: own?.defaultOriginate,
    }),
  }
}

function sessionTimers(router: Timers, both: SessionEndEntry, own: SessionEndEntry | undefined): Timers {
  return {
    holdTimeSeconds: own?.timers?.holdTimeSeconds ?? both.timers?.holdTimeSeconds ?? router.holdTimeSeconds,
    keepaliveSeconds:
      own?.timers?.keepaliveSeconds ?? both.timers?.keepaliveSeconds ?? router.keepaliveSeconds,
  }
}

function entryOf(name: string, { routers }: Sections): RouterEntry {
  const entry = routers.values.get(name)
  if (entry === undefined) throw new Error(`router ${name} passed the checks and does not exist`)
  return entry
}

export function sitesOf({ sites }: Sections, document: ScenarioDocument): ReadonlyMap<string, Site> {
  return mapValues(sites.values, (entry, name) => ({ place: keyPlace(document, 'sites', name), ...entry }))
}

export function flowsOf({ flows }: Sections, document: ScenarioDocument): ReadonlyMap<string, Flow> {
  return mapValues(flows.values, (entry, name) => ({ place: keyPlace(document, 'flows', name), ...entry }))
}

export function microsoftServicesOf(
  { microsoftServices }: Sections,
  era: Era,
  document: ScenarioDocument,
): ReadonlyMap<string, MicrosoftService> {
  return mapValues(microsoftServices.values, ({ tag: wanted }, name) => {
    const tags = tagsOf({ era, declaredTags: declaredTags({ microsoftServices }, era) })
    const tag = tags.find((one) => one.name === wanted)
    if (tag === undefined) throw new Error(`${wanted} passed the checks and is no service`)
    return { place: keyPlace(document, 'microsoftServices', name), tag }
  })
}

function keyPlace(document: ScenarioDocument, section: string, name: string): Place {
  return document.placeOf([section, name], 'key')
}
