import { resiliencies } from '../../expressroute/resiliency.ts'
import type { Usage } from '../../expressroute/usage.ts'
import type { ScenarioIssue } from '../../scenario/issue.ts'
import type { BgpAvailability } from '../../scenario/result/bgp-availability.ts'
import type {
  AssumptionResult,
  CircuitResult,
  ExpectationResult,
  FlowResult,
  LinkLoadResult,
  RouteResult,
  RouterResult,
  RunResult,
  SessionResult,
  WarningResult,
  WhyResult,
} from '../../scenario/result/run-result.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { peeringTypeOf } from '../azure/peering.ts'
import type {
  AssumptionJson,
  BgpAvailabilityJson,
  CheckJson,
  CircuitJson,
  ExpectationJson,
  FlowJson,
  IssueJson,
  LimitJson,
  LinkJson,
  RouteJson,
  RouterJson,
  RunJson,
  ScenarioJson,
  SessionJson,
  WarningJson,
  WhyJson,
} from './json-contract.ts'
import {
  type Interruption,
  overallVerdict,
  type Program,
  type RanScenario,
  type ScenarioEntry,
} from './run-report.ts'

/** `vmsee run --json`. */
export function runJson(
  program: Program,
  entries: readonly ScenarioEntry[],
  options: { readonly routes: boolean },
  interruption?: Interruption,
): RunJson {
  return {
    version: 1,
    program: { name: program.name, version: program.version, node: program.node },
    verdict: overallVerdict(entries, interruption),
    ...(interruption === undefined ? {} : { interrupted: interruption }),
    scenarios: entries.map((entry) =>
      entry.kind === 'ran'
        ? scenarioJson(entry, options)
        : {
            file: entry.file,
            verdict: 'invalid',
            issues: entry.issues.map((issue) => issueJson(entry.file, issue)),
          },
    ),
  }
}

/** `vmsee check --json`: every issue of every file; warnings leave a file valid. */
export function checkJson(
  files: readonly {
    readonly file: string
    readonly scenario: Pick<Scenario, 'usage' | 'design'> | undefined
    readonly issues: readonly ScenarioIssue[]
  }[],
): CheckJson {
  const issues = files.flatMap(({ file, issues: found }) => found.map((issue) => issueJson(file, issue)))
  const limits = files.flatMap(({ file, scenario }) =>
    (scenario?.usage ?? []).map((usage) => ({ file, ...limitJson(usage) })),
  )
  const resiliency = files.flatMap(({ file, scenario }) =>
    (scenario === undefined ? [] : resiliencies(scenario.design)).map((found) => ({ file, ...found })),
  )
  return { version: 1, valid: issues.every(({ level }) => level !== 'error'), issues, limits, resiliency }
}

function issueJson(file: string, issue: ScenarioIssue): IssueJson {
  return {
    file,
    line: issue.line,
    column: issue.column,
    path: issue.path,
    rule: issue.rule,
    level: issue.level,
    message: issue.message,
    hint: issue.hint ?? null,
    source: issue.source ?? null,
  }
}

function scenarioJson(
  { result, wallMilliseconds }: RanScenario,
  { routes }: { routes: boolean },
): ScenarioJson {
  return {
    file: result.file,
    title: result.title,
    seed: result.seed,
    sha256: result.sha256,
    verdict: result.verdict,
    simulatedSeconds: sixDecimals(result.simulatedSeconds),
    wallMilliseconds: Math.round(wallMilliseconds),
    events: result.events,
    messages: { ...result.messages },
    marks: Object.fromEntries([...result.marks].map(([label, seconds]) => [label, sixDecimals(seconds)])),
    expectations: result.expectations.map(expectationJson),
    sessions: result.sessions.map(sessionJson),
    flows: result.flows.map(flowJson),
    links: result.links.map(linkJson),
    bgpAvailability: result.bgpAvailability.map(availabilityJson),
    ...(routes ? { routers: routersJson(result) } : {}),
    circuits: result.circuits.map(circuitJson),
    limits: result.limits.map(limitJson),
    warnings: result.warnings.map(warningJson),
    assumptions: result.assumptions.map(assumptionJson),
  }
}

function expectationJson(expectation: ExpectationResult): ExpectationJson {
  return {
    text: expectation.text,
    verdict: expectation.verdict,
    measured: expectation.measured,
    margin: expectation.margin ?? null,
    line: expectation.line,
    column: expectation.column,
    why: expectation.because ?? expectation.why ?? null,
    try: expectation.try ?? null,
  }
}

function sessionJson(session: SessionResult): SessionJson {
  const { notification } = session
  return {
    name: session.name,
    local: session.local,
    remote: session.remote,
    state: session.state,
    establishedSeconds:
      session.establishedSeconds === undefined ? null : sixDecimals(session.establishedSeconds),
    flaps: session.flaps,
    lastReason: session.lastReason ?? null,
    notification:
      notification === undefined
        ? null
        : { code: notification.code, subcode: notification.subcode, sentBy: notification.sentBy },
    prefixesReceived: session.prefixesReceived,
    prefixLimit: session.prefixLimit ?? null,
    falls: session.falls.map(({ at, node, reason, seconds, standsAgain, why }) => ({
      at: sixDecimals(at),
      node,
      reason,
      seconds: sixDecimals(seconds),
      standsAgain: standsAgain === undefined ? null : sixDecimals(standsAgain),
      why: whyJson(why),
    })),
  }
}

function flowJson(flow: FlowResult): FlowJson {
  return {
    name: flow.name,
    direction: flow.direction,
    sent: flow.sent,
    lost: flow.lost,
    availability: sixDecimals(flow.availability),
    affected: sixDecimals(flow.affected),
    asymmetric: sixDecimals(flow.asymmetric),
    outages: flow.outages.map(({ from, to, seconds, outcome, affected, why }) => ({
      from: sixDecimals(from),
      to: sixDecimals(to),
      seconds: sixDecimals(seconds),
      outcome,
      affected: sixDecimals(affected),
      why: whyJson(why),
    })),
    byOwner: flow.byOwner.map(({ owner, outages, seconds }) => ({
      owner: owner ?? null,
      outages,
      seconds: sixDecimals(seconds),
    })),
    paths: flow.paths.map(({ from, to, hops, outcome, tuples }) => ({
      from: sixDecimals(from),
      to: sixDecimals(to),
      hops,
      outcome,
      tuples,
    })),
    load:
      flow.load === undefined
        ? null
        : {
            sent: flow.load.sentOctets,
            arrived: flow.load.arrivedOctets,
            dropped: flow.load.droppedOctets,
            droppedShare: sixDecimals(flow.load.droppedShare),
          },
  }
}

function availabilityJson({ links, either, ...one }: BgpAvailability): BgpAvailabilityJson {
  const { primary, secondary } = links
  return {
    ...{ circuit: one.circuit, peering: one.peering },
    primary: primary === undefined ? null : sixDecimals(primary),
    secondary: secondary === undefined ? null : sixDecimals(secondary),
    either: sixDecimals(either),
    withoutSession: one.withoutSession,
  }
}

function linkJson(link: LinkLoadResult): LinkJson {
  return {
    name: link.name,
    direction: link.direction,
    capacityInMbps: link.capacityMbps,
    mostCarriedInMbps: sixDecimals(link.mostCarriedMbps),
    overloadedSeconds: sixDecimals(link.overloadedSeconds),
    metered: link.meteredOctets,
    classes: link.classes.map(({ name, carriedOctets, droppedOctets }) => ({
      name,
      carried: carriedOctets,
      dropped: droppedOctets,
    })),
  }
}

function routersJson({ routers }: RunResult): Readonly<Record<string, RouterJson>> {
  return Object.fromEntries(routers.map((router) => [router.name, routerJson(router)]))
}

/** One router's routes, as `routers` holds it and as `vmsee show --json` prints it. */
function routerJson(router: RouterResult): RouterJson {
  return { asn: router.asn, bgpIdentifier: router.bgpIdentifier, routes: router.routes.map(routeJson) }
}

export function routeJson(route: RouteResult): RouteJson {
  return {
    prefix: route.prefix,
    best: route.best,
    stale: route.stale,
    from: route.from,
    nextHop: route.nextHop,
    asPath: route.asPath,
    origin: route.origin,
    localPref: route.localPref ?? null,
    med: route.med ?? null,
    communities: route.communities,
    decidedBy: route.decidedBy ?? null,
    lostBy: route.lostBy ?? null,
  }
}

function circuitJson(circuit: CircuitResult): CircuitJson {
  const { tier, family } = circuit.sku
  return {
    name: circuit.name,
    circuitProvisioningState: 'Enabled',
    serviceProviderProvisioningState: circuit.provider ?? null,
    sku: { name: `${tier}_${family}`, tier, family },
    bandwidthInMbps: circuit.bandwidthMbps,
    authorizations: circuit.authorizations.map(({ name, inUse }) => ({
      name,
      authorizationUseStatus: inUse ? 'InUse' : 'Available',
    })),
    peerings: circuit.peerings.map(({ kind, state, prefixesState }) => ({
      peeringType: peeringTypeOf(kind),
      state,
      advertisedPublicPrefixesState: prefixesState,
    })),
  }
}

function limitJson({ subject, counted, used, limit, rule }: Usage): LimitJson {
  return { subject, counted, used, limit, left: limit - used, rule: rule ?? null }
}

function warningJson({ rule, text, place, assumption }: WarningResult): WarningJson {
  return { rule: rule ?? null, text, line: place?.line ?? null, column: place?.column ?? null, assumption }
}

function assumptionJson({ title, setting }: AssumptionResult): AssumptionJson {
  return { title, key: setting?.key ?? null, value: setting?.value ?? null, usual: setting?.usual ?? null }
}

/** Microseconds are exact in the engine; a division by a million must not print as 3.2041130000000002. */
export function sixDecimals(value: number): number {
  return Math.round(value * 1_000_000) / 1_000_000
}

function whyJson({ broke, owner, noticed, steps }: WhyResult): WhyJson {
  return {
    broke: broke ?? null,
    owner: owner ?? null,
    noticed: noticed ?? null,
    steps: steps.map(({ stage, seconds, text }) => ({ stage, seconds: sixDecimals(seconds), text })),
  }
}
