import { formatAddress } from '../../net/address-text.ts'
import { letsThrough } from '../../sim/fault.ts'
import type { Link } from '../../sim/link.ts'
import { Network } from '../../sim/network.ts'
import type { Deed } from './engine-stages.ts'
import { hostCommand, ipBatch } from './host-command.ts'
import type { PortSetup, RouterSetup } from './router-setup.ts'
import type { RunFolder } from './run-folder.ts'

/** The far end of a router's port: in the wire's namespace, on the bridge of its link. */
interface Plug {
  readonly router: string
  readonly link: Link
  readonly device: string
  readonly bridge: string
}

/** What the host has been told about a plug. */
interface PlugState {
  readonly hasCarrier: boolean
  /** What the far router sends arrives here. */
  readonly hears: boolean
}

/**
 * Namespaces for the routers, and one in which every link is a bridge between two plugs: there a link can be cut without
 * its ends noticing. What a fault means is the simulation's to say: its `Network` answers, and here the host is made to agree.
 */
export class Wire {
  readonly #network: Network
  readonly #plugs: readonly Plug[]
  readonly #namespaces: ReadonlyMap<string, string>
  readonly #states = new Map<Plug, PlugState>()
  readonly #own: string

  private constructor(
    network: Network,
    plugs: readonly Plug[],
    namespaces: ReadonlyMap<string, string>,
    own: string,
  ) {
    this.#network = network
    this.#plugs = plugs
    this.#namespaces = namespaces
    this.#own = own
    for (const plug of plugs) this.#states.set(plug, { hasCarrier: true, hears: true })
  }

  /** Lays the cables between the routers; links to hosts, which speak no BGP, are left out. */
  static async lay(
    routers: readonly RouterSetup[],
    links: readonly Link[],
    folder: RunFolder,
  ): Promise<Wire> {
    const own = `vmsee-${folder.id}-wire`
    const namespaces = new Map(routers.map(({ name }, index) => [name, `vmsee-${folder.id}-${index}`]))
    const names = new Set(namespaces.keys())
    const laid = links.filter(({ ends }) => ends.every(({ node }) => names.has(node)))
    const plugs = routers.flatMap((router, index) => plugsOf(router, index, laid))
    for (const name of [own, ...namespaces.values()]) folder.noteNamespace(name)
    await ipBatch(
      undefined,
      [own, ...namespaces.values()].map((name) => `netns add ${name}`),
    )
    for (const name of [own, ...namespaces.values()]) await quietStack(name, name === own)
    await ipBatch(own, [
      ...laid.map((_, index) => `link add bridge${index} type bridge mcast_snooping 0`),
      ...routers.flatMap((router, index) => cablesOf(router, index, namespaces)),
      ...plugs.map(({ device, bridge }) => `link set ${device} master ${bridge} up`),
      ...laid.map((_, index) => `link set bridge${index} up`),
    ])
    for (const { name, ports } of routers) await ipBatch(namespaces.get(name), portLines(ports))
    return new Wire(new Network([...names], laid), plugs, namespaces, own)
  }

  namespaceOf(router: string): string {
    const namespace = this.#namespaces.get(router)
    if (namespace === undefined) throw new Error(`no router ${router}`)
    return namespace
  }

  /** Makes the host agree with what was done; deeds that are no matter of cables change nothing here. */
  async perform(deed: Deed): Promise<void> {
    if (deed.kind === 'add-fault') this.#network.addFault(deed.rule)
    else if (deed.kind === 'remove-fault') this.#network.removeFault(deed.rule)
    else if (deed.kind === 'crash') this.#network.crash(deed.node)
    else if (deed.kind === 'restart') this.#network.restart(deed.node)
    else return
    await ipBatch(
      this.#own,
      this.#plugs.flatMap((plug) => this.#changesOf(plug)),
    )
  }

  #changesOf(plug: Plug): readonly string[] {
    const before = this.#states.get(plug)
    const after = this.#stateOf(plug)
    this.#states.set(plug, after)
    const lines: string[] = []
    if (before?.hasCarrier !== after.hasCarrier) {
      lines.push(`link set ${plug.device} ${after.hasCarrier ? 'up' : 'down'}`)
    }
    if (before?.hears !== after.hears) lines.push(...hearing(plug.device, after.hears))
    return lines
  }

  #stateOf({ router, link }: Plug): PlugState {
    const far = link.ends.find(({ node }) => node !== router)
    if (far === undefined) throw new Error(`${link.name} has one end`)
    return {
      hasCarrier: this.#network.portUp(router, link.name),
      hears: letsThrough(this.#network.passage(far.node, link.name)),
    }
  }
}

/**
 * A plug that is deaf gets nothing from its bridge: no flood, and no frame to an address that was learned. The port of the
 * router keeps its carrier.
 */
function hearing(device: string, hears: boolean): readonly string[] {
  const word = hears ? 'on' : 'off'
  return [
    `link set ${device} type bridge_slave flood ${word} mcast_flood ${word} bcast_flood ${word} learning ${word}`,
    `link set ${device} type bridge_slave fdb_flush`,
  ]
}

function plugsOf({ name, ports }: RouterSetup, index: number, laid: readonly Link[]): readonly Plug[] {
  return ports.flatMap((port, number) => {
    const bridge = laid.findIndex((link) => link.name === port.link)
    const link = laid[bridge]
    if (link === undefined) return []
    return [{ router: name, link, device: plugName(index, number), bridge: `bridge${bridge}` }]
  })
}

function plugName(router: number, port: number): string {
  return `plug${router}-${port}`
}

function cablesOf(
  { name, ports }: RouterSetup,
  index: number,
  namespaces: ReadonlyMap<string, string>,
): readonly string[] {
  return ports.map(
    ({ device }, number) =>
      `link add ${plugName(index, number)} type veth peer name ${device} netns ${namespaces.get(name)}`,
  )
}

/** `nodad`: an address that is still being asked for could not be spoken from. */
function portLines(ports: readonly PortSetup[]): readonly string[] {
  return [
    'link set lo up',
    ...ports.flatMap(({ device, addresses }) => [
      `link set ${device} up`,
      ...addresses.map(({ address, length }) => {
        const unasked = address.family === 'ipv6' ? ' nodad' : ''
        return `addr add ${formatAddress(address)}/${length} dev ${device}${unasked}`
      }),
    ]),
  ]
}

/** The wire speaks no IPv6 itself, and nobody waits for duplicate addresses. */
async function quietStack(namespace: string, isWire: boolean): Promise<void> {
  const [value, setting] = isWire ? ['1', 'disable_ipv6'] : ['0', 'accept_dad']
  const lines = ['default', 'all'].map(
    (where) => `echo ${value} > /proc/sys/net/ipv6/conf/${where}/${setting}`,
  )
  await hostCommand('ip', ['netns', 'exec', namespace, 'sh', '-c', lines.join('; ')])
}
