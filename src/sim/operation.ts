import type { Policy, PolicyDirection, PolicySettings } from '../bgp/policy.ts'
import type { AggregateConfiguration, PrefixLimit } from '../bgp/speaker-configuration.ts'
import type { Malformation } from '../bgp/wire/malformed-update.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import type { Prefix } from '../net/prefix.ts'
import type { FaultRule } from './fault.ts'
import type { OperatedEnd, TrunkPlan } from './plan.ts'

/** What may be done to the network from outside while time runs: a fault, its end, or an operator's hand. */
export type Operation =
  | { readonly kind: 'add-fault' | 'remove-fault'; readonly rule: FaultRule }
  /**
   * `hold` names a crash that ends by itself, whatever others last; a restart without it ends them all. A crash of
   * the control plane leaves the router forwarding as it did.
   */
  | {
      readonly kind: 'crash' | 'crash-control-plane' | 'restart'
      readonly node: string
      readonly hold?: string
    }
  /** The router drops what it should forward, and its sessions stand; and the end of that. */
  | { readonly kind: 'discard' | 'forward'; readonly node: string; readonly hold?: string }
  /** The control plane stands still, and packets are forwarded as before; and the end of that. */
  | { readonly kind: 'freeze' | 'thaw'; readonly node: string; readonly hold?: string }
  /** One end of a session has another key, or expects another AS, than it should; and the end of that. */
  | (OperatedEnd & {
      readonly kind: 'mistake' | 'mend'
      readonly about: 'key' | 'asn'
      readonly hold?: string
    })
  /** One end of a session reads nothing of what it is sent, and speaks as before; and the end of that. */
  | (OperatedEnd & { readonly kind: 'stop-reading' | 'read'; readonly hold?: string })
  /** One end of a session that stands sends an UPDATE that is none. */
  | (OperatedEnd & { readonly kind: 'malformed'; readonly wrong: Malformation; readonly prefix: Prefix })
  /** The same for a shutdown, and for the start that ends it. */
  | {
      readonly kind: 'shut' | 'start'
      readonly session: string
      readonly hold?: string
      /** Whose end; the first that the plan names where it is left out. */
      readonly at?: string
    }
  | { readonly kind: 'clear' | 'refresh'; readonly session: string; readonly at?: string }
  /** The router `at` one end of a session treats its routes otherwise; the session stands. */
  | {
      readonly kind: 'set-policy'
      readonly session: string
      readonly at: string
      readonly direction: PolicyDirection
      readonly policy: Policy
    }
  /** The same for a few settings, on top of whatever policy there is; and the end of that. The last one that is there counts. */
  | {
      readonly kind: 'adjust-policy'
      readonly session: string
      readonly at: string
      readonly direction: PolicyDirection
      readonly settings: PolicySettings
      readonly hold: string
    }
  | {
      readonly kind: 'restore-policy'
      readonly session: string
      readonly at: string
      readonly direction: PolicyDirection
      readonly hold: string
    }
  /** Both ends of a session are configured for BFD, or neither; and the end of that. The last one that is there counts. */
  | {
      readonly kind: 'set-bfd'
      readonly session: string
      readonly enabled: boolean
      readonly hold: string
    }
  | { readonly kind: 'restore-bfd'; readonly session: string; readonly hold: string }
  /** The router `at` one end of a session takes so many prefixes from now on. */
  | {
      readonly kind: 'set-prefix-limit'
      readonly session: string
      readonly at: string
      readonly prefixLimit: PrefixLimit | undefined
    }
  /** Another capacity of a trunk is bought, or another way to pay for it. */
  | ({ readonly kind: 'buy'; readonly trunk: string } & Pick<TrunkPlan, 'capacity' | 'isMetered'>)
  /** What the router `at` one end of a session learns from it has another weight from now on. */
  | { readonly kind: 'set-weight'; readonly session: string; readonly at: string; readonly weight: number }
  /** The router aggregates otherwise from now on. */
  | {
      readonly kind: 'set-aggregates'
      readonly at: string
      readonly aggregates: readonly AggregateConfiguration[]
    }
  /** Traffic is to leave a router before maintenance, and to come back after it. */
  | { readonly kind: 'drain' | 'undrain'; readonly node: string; readonly hold?: string }
  /**
   * `at` is a network behind routers, or a router itself. `hold` names what ends by itself, and `ends` what this is the
   * end of; what others hold stays, and of several the last one that is there counts.
   */
  | {
      readonly kind: 'announce' | 'withdraw'
      readonly at: string
      readonly prefixes: PackedPrefixes
      readonly hold?: string
      readonly ends?: string
    }
  /**
   * One thing, by whatever name, that comes to several of these at once, or to none. `doneBy` is whose doing it is,
   * where that says more than what it is done to.
   */
  | {
      readonly kind: 'several'
      readonly action: string
      readonly operations: readonly Deed[]
      readonly doneBy?: string
    }
  /** Nothing happens; it is the moment for whoever decides only then what is done next. */
  | { readonly kind: 'turn' }
  /** Nothing happens, but the moment gets a name. */
  | { readonly kind: 'mark'; readonly label: string }

/** What does something to the network. */
export type Deed = Exclude<Operation, { kind: 'mark' | 'turn' }>

/** For people: what was done. */
export function describeOperation(operation: Deed): string {
  switch (operation.kind) {
    case 'add-fault':
      return describeRule(operation.rule)
    case 'remove-fault':
      return `${operation.rule.link} restored`
    case 'crash':
      return `${operation.node} crashes`
    case 'crash-control-plane':
      return `${operation.node} loses its control plane and goes on forwarding`
    case 'restart':
      return `${operation.node} restarts`
    case 'discard':
      return `${operation.node} forwards nothing, and its sessions stand`
    case 'forward':
      return `${operation.node} forwards again`
    case 'freeze':
      return `${operation.node} stands still, and goes on forwarding`
    case 'thaw':
      return `${operation.node} goes on`
    case 'mistake':
      return `${operation.session}: one end ${operation.about === 'key' ? 'has another key' : 'expects another AS'}${endText(operation.at)}`
    case 'mend':
      return `${operation.session}: both ends have the ${operation.about === 'key' ? 'key' : 'AS numbers'} of each other again`
    case 'stop-reading':
      return `${operation.session}: one end reads nothing${endText(operation.at)}`
    case 'read':
      return `${operation.session}: one end reads again${endText(operation.at)}`
    case 'malformed':
      return `${operation.session}: one end sends a malformed UPDATE (${operation.wrong})${endText(operation.at)}`
    case 'shut':
      return `${operation.session} shut down${endText(operation.at)}`
    case 'start':
      return `${operation.session} started${endText(operation.at)}`
    case 'refresh':
      return `${operation.session} asked for its routes anew${endText(operation.at)}`
    case 'clear':
      return `${operation.session} cleared${endText(operation.at)}`
    case 'set-policy':
      return `${operation.session} has another ${operation.direction} policy at ${operation.at}`
    case 'adjust-policy':
      return `${operation.session}: ${operation.at} ${operation.direction === 'export' ? 'announces routes' : 'takes routes'} with ${settingsText(operation.settings)}`
    case 'restore-policy':
      return `${operation.session}: ${operation.at} ${operation.direction === 'export' ? 'announces routes' : 'takes routes'} as before`
    case 'set-bfd':
      return `${operation.session}: ${operation.enabled ? 'both ends are' : 'no end is'} configured for BFD`
    case 'restore-bfd':
      return `${operation.session}: BFD is configured as before`
    case 'set-prefix-limit':
      return `${operation.session} has another prefix limit at ${operation.at}`
    case 'buy':
      return `${operation.trunk} carries ${operation.capacity / 1e6} Mbps, ${operation.isMetered ? 'paid for by the octet' : 'at a flat rate'}`
    case 'set-weight':
      return `${operation.session} has weight ${operation.weight} at ${operation.at}`
    case 'set-aggregates':
      return `${operation.at} has other aggregates`
    case 'drain':
      return `${operation.node} drained for maintenance`
    case 'undrain':
      return `${operation.node} back from maintenance`
    case 'several':
      return operation.action
    case 'announce':
      return `${operation.at} announces ${describeCount(operation.prefixes)}`
    case 'withdraw':
      return `${operation.at} withdraws ${describeCount(operation.prefixes)}`
    default:
      throw new Error(`unknown operation ${operation satisfies never}`)
  }
}

function endText(at: string | undefined): string {
  return at === undefined ? '' : ` at ${at}`
}

function settingsText({ localPref, multiExitDisc, prepend }: PolicySettings): string {
  return [
    ...(localPref === undefined ? [] : [`LOCAL_PREF ${localPref}`]),
    ...(multiExitDisc === undefined ? [] : [`MULTI_EXIT_DISC ${multiExitDisc}`]),
    ...(prepend === undefined ? [] : [`its AS prepended ${prepend} times`]),
  ].join(', ')
}

function describeRule(rule: FaultRule): string {
  switch (rule.kind) {
    case 'ports-down':
      return `${rule.link} cut, ports down`
    case 'silence':
      return `${rule.link} cut silently${oneWay(rule.from)}`
    case 'loss':
      return `${rule.link} loses ${rule.share * 100} % of its packets${oneWay(rule.from)}`
    case 'delay':
      return `${rule.link} takes ${rule.micros / 1000} ms longer${jitterText(rule.jitterMicros)}${oneWay(rule.from)}`
    case 'mismatch':
      return `the ends of ${rule.link} have ${rule.what === 'VLAN' ? 'different VLANs' : 'swapped their addresses'}`
    default:
      throw new Error(`unknown fault ${rule satisfies never}`)
  }
}

function jitterText(micros: number): string {
  return micros === 0 ? '' : `, and up to ${micros / 1000} ms more`
}

function oneWay(from: string | undefined): string {
  return from === undefined ? '' : `, from ${from} only`
}

function describeCount({ count }: PackedPrefixes): string {
  return count === 1 ? '1 prefix' : `${count} prefixes`
}
