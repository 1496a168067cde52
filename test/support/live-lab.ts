import { networkInterfaces } from 'node:os'
import type { Peer } from '../../src/bgp/peer.ts'
import { type Limits, usualLimits } from '../../src/live/limits.ts'
import type { ListenPlan } from '../../src/live/listener.ts'
import { livePlan } from '../../src/live/live-plan.ts'
import { LiveRun } from '../../src/live/live-run.ts'
import type { SocketAddress } from '../../src/live/socket-address.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'
import { readScenario } from '../../src/scenario/parse.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'

/** A circuit of both families whose primary link ends on ce1, and the routers' timers as short as BGP allows. */
export function circuit(difference: { readonly ce1?: string; readonly peering?: string } = {}): Scenario {
  const text = `version: 1
title: A router and a virtual MSEE
circuits:
  er1:
    peeringLocation: Amsterdam
    sku: { tier: Standard }
    bandwidth: 1 Gbps
    peerings:
      private:
        vlanId: 100
        peerAsn: 65010${difference.peering ?? ''}
        primaryPeerAddressPrefix: 172.16.0.0/30
        secondaryPeerAddressPrefix: 172.16.0.4/30
        ipv6:
          primaryPeerAddressPrefix: fd00:16::/126
          secondaryPeerAddressPrefix: fd00:16::4/126
routers:
  ce1: { asn: 65010, connect: { circuit: er1, path: primary }${difference.ce1 ?? ''} }
virtualNetworks:
  vnet:
    region: West Europe
    addressSpace: [10.200.0.0/16, "fd00:200::/48"]
    gateway: { sku: ErGw1AZ }
    connections: [{ circuit: er1 }]
`
  const { scenario, issues } = readScenario(text, 'circuit.yaml')
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join('\n'))
  return scenario
}

/** Whether this machine has the IPv6 loopback, which some containers go without. */
export const hasIpv6: boolean = Object.values(networkInterfaces()).some((own) =>
  own?.some(({ address }) => address === '::1'),
)

/** A loopback's port; 0 leaves the choice to the machine. */
export function loopback(family: 'ipv4' | 'ipv6', port = 0): SocketAddress & { readonly port: number } {
  return { address: parseAddress(family === 'ipv4' ? '127.0.0.1' : '::1'), port }
}

/** A live run that keeps its trace, and can be waited for. */
export class LiveLab {
  readonly run: LiveRun
  readonly records: TraceRecord[] = []
  readonly bugs: unknown[] = []
  #watchers: (() => void)[] = []

  constructor(
    scenario: Scenario,
    router: string,
    peers: ReadonlyMap<string, readonly SocketAddress[]> = new Map(),
    limits: Limits = usualLimits,
  ) {
    const plan = livePlan(buildTopology(scenario), scenario.timeline, { routers: [router], peers })
    this.run = new LiveRun(
      plan,
      {
        onRecord: (record) => {
          this.records.push(record)
          for (const watch of this.#watchers) watch()
        },
        onBug: (error) => this.bugs.push(error),
      },
      limits,
    )
  }

  /** Listens on ports of the machine's choice; answers them in the order of the families. */
  async listen(...families: readonly ('ipv4' | 'ipv6')[]): Promise<readonly SocketAddress[]> {
    const plans: readonly ListenPlan[] = families.map((family) => ({
      router: undefined,
      at: loopback(family, 0),
    }))
    const problems = await this.run.listen(plans)
    if (problems.length > 0) throw new Error(problems.join('\n'))
    return this.run.listeners.map(({ at }) => at)
  }

  /** Waits until a record has come that is so, looking at those that came before too. */
  until(isSo: (record: TraceRecord) => boolean, milliseconds = 30_000): Promise<TraceRecord> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('it did not come')), milliseconds)
      const watch = (): void => {
        const found = this.records.find(isSo)
        if (found === undefined) return
        clearTimeout(timer)
        this.#watchers = this.#watchers.filter((other) => other !== watch)
        resolve(found)
      }
      this.#watchers.push(watch)
      watch()
    })
  }

  /** Waits until the session of that name stands. */
  async established(session: string): Promise<void> {
    await this.until(
      (record) =>
        record.kind === 'session-state' && record.session === session && record.to === 'Established',
    )
  }

  /** Waits until an UPDATE from outside has announced the prefix. */
  async heard(prefix: string): Promise<void> {
    await this.until(
      (record) =>
        record.kind === 'message-received' &&
        this.run.plan.sessions.some(({ name }) => name === record.session) &&
        record.message.kind === 'UPDATE' &&
        unpackPrefixes(record.message.announced).map(formatPrefix).includes(prefix),
    )
  }

  peer(router: string, session: string): Peer {
    return this.run.simulation.router(router).speaker.peer(session)
  }
}
