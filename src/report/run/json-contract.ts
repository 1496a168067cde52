import type { Resiliency } from '../../expressroute/resiliency.ts'
import type { Owner } from '../../scenario/owner.ts'
import type { Verdict } from '../../scenario/result/run-result.ts'
import type { Stage } from '../../scenario/result/why-slow.ts'
import type { FlowOutcome } from '../../sim/flow/flow.ts'
import type { OverallVerdict } from './run-report.ts'

/**
 * What `--json` prints. Other programs read it: it changes only by addition, and `schema/result.schema.json`
 * says the same. Times are seconds of virtual time; `null` stands for what is absent.
 */
export interface RunJson {
  readonly version: 1
  readonly program: { readonly name: string; readonly version: string; readonly node: string }
  /** The worst of the scenarios; of a run that was interrupted, `inconclusive` at best. */
  readonly verdict: OverallVerdict
  /** Only where the run was ended from outside: by what, and which files did not run to their end. */
  readonly interrupted?: { readonly by: 'timeout' | 'signal'; readonly unfinished: readonly string[] }
  readonly scenarios: readonly (ScenarioJson | InvalidScenarioJson)[]
}

export interface ScenarioJson {
  readonly file: string
  readonly title: string
  readonly seed: number
  readonly sha256: string
  readonly verdict: Verdict
  readonly simulatedSeconds: number
  readonly wallMilliseconds: number
  readonly events: number
  readonly messages: Readonly<
    Record<'OPEN' | 'UPDATE' | 'KEEPALIVE' | 'NOTIFICATION' | 'ROUTE-REFRESH', number>
  >
  readonly marks: Readonly<Record<string, number>>
  readonly expectations: readonly ExpectationJson[]
  readonly sessions: readonly SessionJson[]
  readonly flows: readonly FlowJson[]
  /** What each link of a circuit carried each way; none where no flow has a rate. */
  readonly links: readonly LinkJson[]
  /** Shares of time from 0 to 1 in which sessions stood, since one first did. */
  readonly bgpAvailability: readonly BgpAvailabilityJson[]
  /** With `--routes` only: full tables are large. */
  readonly routers?: Readonly<Record<string, RouterJson>>
  /** Every circuit that exists at the end of the run, as Azure has it. */
  readonly circuits: readonly CircuitJson[]
  /** How near the run is to Azure's limits then. */
  readonly limits: readonly LimitJson[]
  readonly warnings: readonly WarningJson[]
  /** What the outcome rests on beside the documents, as far as it is known to matter. */
  readonly assumptions: readonly AssumptionJson[]
}

/** A file that was refused; nothing of it ran. */
export interface InvalidScenarioJson {
  readonly file: string
  readonly verdict: 'invalid'
  readonly issues: readonly IssueJson[]
}

export interface ExpectationJson {
  readonly text: string
  readonly verdict: Verdict
  readonly measured: string
  readonly margin: string | null
  readonly line: number
  readonly column: number
  /** On failure what happened; otherwise the reason that the file gives. */
  readonly why: string | null
  readonly try: string | null
}

export interface SessionJson {
  readonly name: string
  readonly local: string
  readonly remote: string
  readonly state: string
  readonly establishedSeconds: number | null
  readonly flaps: number
  readonly lastReason: string | null
  readonly notification: { readonly code: number; readonly subcode: number; readonly sentBy: string } | null
  readonly prefixesReceived: number
  readonly prefixLimit: number | null
  /** Every time that it left Established. */
  readonly falls: readonly {
    readonly at: number
    /** The first end that fell. */
    readonly node: string
    readonly reason: string
    /** From what it followed from until the last router or host had followed; the steps together. */
    readonly seconds: number
    /** When both ends stood again; `null` where they did not. */
    readonly standsAgain: number | null
    readonly why: WhyJson
  }[]
}

/** Why the five-tuple that was out for longest was out for so long; of a fall, why it took as long to settle. */
export interface WhyJson {
  /** What was done from outside; `null` where nothing was. */
  readonly broke: string | null
  /** Whose that is; `null` where nothing was done. */
  readonly owner: Owner | null
  /** The timer or signal that noticed; `null` where nobody had to. */
  readonly noticed: string | null
  /** In order, together exactly `seconds` of the outage; empty where it was not over at the end of the run. */
  readonly steps: readonly { readonly stage: Stage; readonly seconds: number; readonly text: string }[]
}

export interface FlowJson {
  readonly name: string
  readonly direction: 'forward' | 'return'
  readonly sent: number
  readonly lost: number
  readonly availability: number
  /** The share of five-tuples that lost anything, from 0 to 1. */
  readonly affected: number
  /** The share of the time in which five-tuples arrive both ways, in which answers come another way than requests go. */
  readonly asymmetric: number
  /** `from` the first five-tuple that was out `to` the last; `seconds` is the longest that one of them was. */
  readonly outages: readonly {
    readonly from: number
    readonly to: number
    readonly seconds: number
    readonly outcome: FlowOutcome
    readonly affected: number
    readonly why: WhyJson
  }[]
  /** Its outages by the `owner` of what they began with, and how long they were together. */
  readonly byOwner: readonly {
    readonly owner: Owner | null
    readonly outages: number
    readonly seconds: number
  }[]
  readonly paths: readonly {
    readonly from: number
    readonly to: number
    readonly hops: readonly string[]
    readonly outcome: FlowOutcome
    readonly tuples: number
  }[]
  /** In octets; `null` where the flow has no rate. */
  readonly load: {
    readonly sent: number
    readonly arrived: number
    /** For want of capacity. */
    readonly dropped: number
    readonly droppedShare: number
  } | null
}

/** Azure's metric of this name. */
export interface BgpAvailabilityJson {
  readonly circuit: string
  readonly peering: string
  /** `null` for a link without a session. */
  readonly primary: number | null
  readonly secondary: number | null
  readonly either: number
  /** Links without a session: the SLA holds where there are none. */
  readonly withoutSession: readonly ('primary' | 'secondary')[]
}

/** `in` is into Microsoft's network. */
export interface LinkJson {
  readonly name: string
  readonly direction: 'in' | 'out'
  readonly capacityInMbps: number
  readonly mostCarriedInMbps: number
  readonly overloadedSeconds: number
  /** Octets that are paid for one by one: of what leaves Azure on a metered circuit, all that was carried. */
  readonly metered: number
  /** In octets. */
  readonly classes: readonly { readonly name: string; readonly carried: number; readonly dropped: number }[]
}

export interface RouterJson {
  readonly asn: number
  readonly bgpIdentifier: string
  readonly routes: readonly RouteJson[]
}

export interface RouteJson {
  readonly prefix: string
  readonly best: boolean
  /** Kept over the end of its session, and not announced since (RFC 4724). */
  readonly stale: boolean
  readonly from: string
  readonly nextHop: string
  readonly asPath: readonly number[]
  readonly origin: string
  readonly localPref: number | null
  readonly med: number | null
  readonly communities: readonly string[]
  readonly decidedBy: string | null
  readonly lostBy: string | null
}

export interface WarningJson {
  /** `null` where no rule is about it. */
  readonly rule: string | null
  readonly text: string
  /** Where the file has what it is about; `null` where nothing of the file is. */
  readonly line: number | null
  readonly column: number | null
  readonly assumption: boolean
}

/** An entry of docs/model-assumptions.md, with its key under `assumptions:` where it has one. */
export interface AssumptionJson {
  readonly title: string
  readonly key: string | null
  readonly value: string | null
  /** What holds where the file is silent. */
  readonly usual: string | null
}

/** With the names and values that Azure has. */
export interface CircuitJson {
  readonly name: string
  readonly circuitProvisioningState: 'Enabled'
  /** `null` for a circuit on Microsoft's own ports. */
  readonly serviceProviderProvisioningState: string | null
  readonly sku: { readonly name: string; readonly tier: string; readonly family: string }
  readonly bandwidthInMbps: number
  readonly authorizations: readonly { readonly name: string; readonly authorizationUseStatus: string }[]
  readonly peerings: readonly {
    readonly peeringType: string
    readonly state: string
    readonly advertisedPublicPrefixesState: string
  }[]
}

/** `left` is what may still be added: below 0 where too much is used. */
export interface LimitJson {
  readonly subject: string
  readonly counted: string
  readonly used: number
  readonly limit: number
  readonly left: number
  readonly rule: string | null
}

/** `vmsee check --json`. */
export interface CheckJson {
  readonly version: 1
  readonly valid: boolean
  readonly issues: readonly IssueJson[]
  /** Of the valid files: how near to Azure's limits each begins. */
  readonly limits: readonly (LimitJson & { readonly file: string })[]
  /** Of their virtual networks: what loss of a peering location each of them stands. */
  readonly resiliency: readonly (Resiliency & { readonly file: string })[]
}

export interface IssueJson {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly path: readonly (string | number)[]
  readonly rule: string
  readonly level: 'error' | 'warning' | 'info'
  readonly message: string
  readonly hint: string | null
  readonly source: string | null
}
